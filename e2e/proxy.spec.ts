import { createGroup, expect, test } from '@/test/browser/fixtures'
import { startTlsProxy } from '@/test/servers/tls-proxy.mjs'

for (const [description, options] of [
  ['that passes on Host', { keepHost: true, forwarded: true }],
  ['that replaces Host', { keepHost: false, forwarded: true }],
] as const) {
  test(`updates a shared calendar live behind a TLS proxy ${description}`, async ({
    createUser,
    browser,
    baseURL,
  }) => {
    const proxy = await startTlsProxy({ target: Number(new URL(baseURL!).port), ...options })
    try {
      const contextOptions = { baseURL: proxy.origin, ignoreHTTPSErrors: true }
      const [anna, ben] = [await createUser('Anna', contextOptions), await createUser('Ben', contextOptions)]
      const sockets: string[] = []
      ben.page.on('websocket', (socket) => sockets.push(socket.url()))
      await createGroup('The Okafors', anna, [[ben, 'editor']])
      await ben.calendar.goTo('2031-05-14')
      await anna.calendar.insertEvent('Dinner', '2031-05-14')
      await anna.calendar.goTo('2031-05-14')
      await expect(ben.calendar.event('Dinner')).toBeVisible()
      await ben.calendar.create('Breakfast')
      await expect(anna.calendar.event('Breakfast')).toBeVisible()
      expect(sockets.some((url) => url.startsWith(proxy.origin.replace('https', 'wss')))).toBe(true)
      const session = (await anna.context.cookies()).find(({ name }) => name === 'kinday.session')
      expect(session).toMatchObject({ secure: true, httpOnly: true, sameSite: 'Lax' })
      expect(new URL(anna.page.url()).origin).toBe(proxy.origin)
    } finally {
      // Close the pages first: their sockets would keep the proxy open.
      for (const context of browser.contexts()) await context.close()
      await proxy.close()
    }
  })
}

test('keeps the session without TLS in an HttpOnly cookie', async ({ openCalendarAs }) => {
  const { context, page } = await openCalendarAs('Anna')
  const session = (await context.cookies()).find(({ name }) => name === 'kinday.session')
  expect(session).toMatchObject({ secure: false, httpOnly: true, sameSite: 'Lax' })
  expect(await page.evaluate(() => document.cookie)).not.toContain('session')
})

test('serves pages, actions and sockets under every host name of the machine', async ({
  openCalendarAs,
  baseURL,
}) => {
  // A host name other than the server's own, as on a LAN.
  const otherOrigin = baseURL!.replace('localhost', '127.0.0.1')
  const anna = await openCalendarAs('Anna', { baseURL: otherOrigin })
  const sockets: string[] = []
  anna.page.on('websocket', (socket) => sockets.push(socket.url()))
  await anna.calendar.goTo('2031-05-14')
  const other = await anna.context.newPage()
  await other.goto('/calendar/month/2031-05-14')
  await anna.calendar.create('Dinner')
  await expect(other.getByRole('button', { name: /^Dinner,/ })).toBeVisible()
  expect(sockets.some((url) => url.startsWith(otherOrigin.replace('http', 'ws')))).toBe(true)
  expect(new URL(anna.page.url()).origin).toBe(otherOrigin)
})
