import { afterEach, expect, it, vi } from 'vitest'
import { startImap } from '@/test/servers/imap.mjs'

const imap = await startImap()
vi.stubEnv('IMAP_URL', imap.url)
for (const name of ['DATABASE_URL', 'AUTH_SECRET', 'PUSHER_APP_ID', 'PUSHER_KEY', 'PUSHER_SECRET'])
  vi.stubEnv(name, 'value-of-16-characters')
vi.stubEnv('ENCRYPTION_KEY', Buffer.alloc(32).toString('base64'))
const { readMailbox } = await import('./mailbox')

afterEach(() => {
  imap.mode = 'fine'
  imap.mails.length = 0
})

const MAIL = 'Message-ID: <1@x.example>\r\n\r\nText'

it('reads existing and new mails, and marks them as read', async () => {
  const ending = new AbortController()
  const read: string[] = []
  imap.deliver(MAIL)
  const reading = readMailbox(async ({ source }) => void read.push(source.toString()), ending.signal)
  await expect.poll(() => read).toEqual([MAIL])
  imap.deliver(MAIL.replace('1', '2'))
  await expect.poll(() => imap.mails.map(({ seen }) => seen)).toEqual([true, true])
  ending.abort()
  await reading.catch(() => {})
  expect(read).toHaveLength(2)
})

it('leaves a mail unread if handling it fails', async () => {
  imap.deliver(MAIL)
  const reading = readMailbox(() => Promise.reject(new Error('no database')), new AbortController().signal)
  await expect(reading).rejects.toThrow('no database')
  expect(imap.mails[0]!.seen).toBe(false)
})

it('reports a wrong password without revealing it', async () => {
  imap.mode = 'refuses'
  const error = await readMailbox(async () => {}, new AbortController().signal).catch((error) => error)
  expect(String(error)).toContain('wrong password')
  expect(JSON.stringify(error) + String(error)).not.toContain('secret')
})

it('stops at once when the process ends, even if the server hangs', async () => {
  imap.mode = 'hangs'
  const { connections } = imap
  const ending = new AbortController()
  const reading = readMailbox(async () => {}, ending.signal).catch((error: Error) => error)
  await expect.poll(() => imap.connections).toBeGreaterThan(connections)
  ending.abort()
  expect(await reading).toBeInstanceOf(Error)
})
