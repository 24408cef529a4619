import { expect, it, vi } from 'vitest'

vi.stubEnv('NODE_ENV', 'development')
vi.stubEnv('SMTP_URL', undefined)
for (const name of ['DATABASE_URL', 'AUTH_SECRET', 'PUSHER_APP_ID', 'PUSHER_KEY', 'PUSHER_SECRET'])
  vi.stubEnv(name, 'value-of-16-characters')
vi.stubEnv('ENCRYPTION_KEY', Buffer.alloc(32).toString('base64'))

it('prints mails with their links to the console in development without a mail server', async () => {
  const { isMailEnabled, send } = await import('./send')
  const { renderMail } = await import('./templates')
  const printed = vi.spyOn(console, 'info').mockImplementation(() => {})
  expect(isMailEnabled()).toBe(true)
  const mail = await renderMail('sign-in', { path: '/link/secret', minutes: 15 }, 'en')
  await send('gus@example.org', mail, 'id', new AbortController().signal)
  const [text] = printed.mock.calls[0]!
  expect(text).toContain('Mail to gus@example.org: Your Kinday sign-in link')
  expect(text).toContain('http://localhost:3000/link/secret')
})
