import { expect, it } from 'vitest'
import type { ChangePage } from '../connector'
import type { GraphEvent } from './event'
import { MONDAY, MONDAYS, openTestAccount, signal } from './microsoft.test.account'

const account = openTestAccount()

const list = () => account.connector.listCalendars(signal)

it.each([
  ['a revoked consent', { status: 401, code: 'InvalidAuthenticationToken' }, 'sign-in-needed'],
  ['a forbidden request', { status: 403, code: 'ErrorAccessDenied' }, 'forbidden'],
  ['a calendar that is gone', { status: 404, code: 'ErrorItemNotFound' }, 'gone'],
  ['a failure', { status: 500, code: 'InternalServerError' }, 'unreachable'],
  ['HTML with status 200', { status: 200, body: '<html>Sign in to the Wi-Fi</html>' }, 'unreachable'],
  ['an error with status 200', { status: 200, body: { error: { code: 'ErrorAccessDenied' } } }, 'forbidden'],
  ['JSON of something else', { status: 200, body: { ok: true } }, 'unreachable'],
  ['a redirect', { status: 302, headers: { location: 'https://example.org' } }, 'unreachable'],
] as const)('reports %s', async (_, fault, problem) => {
  account.stub.fault = ({ path }) => (path.startsWith('/v1.0/') ? fault : undefined)
  await expect(list()).rejects.toMatchObject({ problem })
})

it.each([
  [429, 'TooManyRequests', 'rate-limited'],
  [503, 'ServiceUnavailable', 'unreachable'],
])('reports the retry time of a response with status %i', async (status, code, problem) => {
  account.stub.fault = () => ({ status, code, headers: { 'retry-after': '120' } })
  const error = await list().catch((reason) => reason)
  expect(error.problem).toBe(problem)
  expect(error.retryAt.getTime() - Date.now()).toBeGreaterThan(110_000)
})

it('repeats a request after a short delay that Graph asks for', async () => {
  let refusals = 2
  account.stub.fault = () =>
    refusals-- > 0
      ? { status: 429, code: 'ApplicationThrottled', headers: { 'retry-after': '0' } }
      : undefined
  expect(await list()).toHaveLength(1)
})

it('sends four requests at a time, and renews an expired token once for all of them', async () => {
  const { stub, store, calendar } = account
  for (let day = 0; day < 12; day++)
    store.insert({
      ...MONDAY,
      recurrence: {
        pattern: { type: 'daily', interval: 1 },
        range: {
          type: 'numbered',
          startDate: '2026-03-02',
          numberOfOccurrences: 2,
          recurrenceTimeZone: 'UTC',
        },
      },
    })
  stub.tokens.clear()
  stub.requests.length = 0
  const pages = []
  for await (const page of account.connector.pull(calendar, null, signal)) pages.push(page)
  expect(pages.flatMap(({ changes }) => changes)).toHaveLength(12)
  expect(stub.requests.filter(({ path }) => path.endsWith('/token'))).toHaveLength(1)
})

it('stores the refresh token that replaces the former one', async () => {
  const { stub } = account
  stub.tokens.clear()
  stub.refreshToken = stub.client.secret
  expect(await list()).toHaveLength(1)
  stub.tokens.clear()
  expect(await list()).toHaveLength(1)
  stub.tokens.clear()
  stub.isRevoked = true
  await expect(list()).rejects.toMatchObject({ problem: 'sign-in-needed' })
})

it('shares the limit of an account among connectors with different tokens', async () => {
  const { stub, connect } = account
  let [running, most] = [0, 0]
  stub.fault = async () => {
    most = Math.max(most, ++running)
    await new Promise((resolve) => setTimeout(resolve, 20))
    running--
    return undefined
  }
  const access = { access_token: 'first', expiry_date: Date.now() + 3_600_000 }
  const connectors = Array.from({ length: 6 }, (_, at) =>
    connect({ account: 'anna', tokens: { ...access, refresh_token: `token ${at}` } }),
  )
  await Promise.all(connectors.map((each) => each.listCalendars(signal)))
  expect(most).toBe(4)
})

it('follows no link to another host', async () => {
  const { stub } = account
  const body = { value: [], '@odata.nextLink': 'https://graph.example.org/v1.0/me/calendars?$skiptoken=1' }
  stub.fault = ({ path }) => (path.endsWith('/me/calendars') ? { status: 200, body } : undefined)
  await expect(list()).rejects.toMatchObject({ problem: 'unreachable' })
})

it('opens, extends and ends a subscription, with lifecycle notifications', async () => {
  const { stub, connector, calendar } = account
  const address = 'https://kinday.example.org/api/webhooks/microsoft'
  const channel = await connector.watch(calendar, { id: 'ignored', token: 'secret', address }, signal)
  expect(stub.subscriptions.open.get(channel.id)).toMatchObject({
    ...{ clientState: 'secret', notificationUrl: address, lifecycleNotificationUrl: address },
    changeType: 'created,updated,deleted',
  })
  expect(stub.subscriptions.notificationsOf(calendar.id)).toMatchObject([
    { value: [{ subscriptionId: channel.id, clientState: 'secret' }] },
  ])
  stub.subscriptions.open.get(channel.id)!.expirationDateTime = new Date(Date.now() + 60_000).toISOString()
  const renewed = await connector.renew!(channel, signal)
  expect(renewed).toMatchObject({ id: channel.id, resource: channel.resource })
  expect(renewed.expiresAt.getTime()).toBeGreaterThan(Date.now() + 6 * 86_400_000)
  await connector.unwatch(channel, signal)
  await expect(connector.renew!(channel, signal)).rejects.toMatchObject({ problem: 'gone' })
})

async function pagesSince(cursor: string | null): Promise<ChangePage[]> {
  const pages: ChangePage[] = []
  for await (const page of account.connector.pull(account.calendar, cursor, signal)) pages.push(page)
  return pages
}

it.each([400, 403, 500])(
  'leaves an event as it is for which Graph always answers %i, and reads it later',
  async (status) => {
    const { store, stub } = account
    const [{ id: broken }, { id: series }] = [
      store.insert({ ...MONDAY, subject: 'Broken' }),
      store.insert(MONDAYS),
    ]
    stub.fault = ({ path }) =>
      path.endsWith(`${encodeURIComponent(broken!)}`) || path.endsWith('/instances')
        ? { status, code: 'ErrorInternalServerError' }
        : undefined
    const whole = await pagesSince(null)
    expect(whole.flatMap(({ unreadable }) => unreadable)).toEqual([series])
    expect(whole.flatMap(({ changes }) => changes.map(({ id }) => id))).toEqual([broken])
    const { id: other } = store.insert(MONDAY)
    store.patch(broken!, { subject: 'Still broken' })
    const [page, ...more] = await pagesSince(whole.at(-1)!.cursor)
    expect(more).toEqual([])
    expect(page).toMatchObject({ unreadable: [broken], changes: [{ id: other }] })
    stub.fault = () => undefined
    expect(await pagesSince(page!.cursor)).toMatchObject([{ changes: [] }])
    const { failed, ...cursor } = JSON.parse(page!.cursor!)
    const due = Object.fromEntries(Object.keys(failed).map((id) => [id, '2026-03-01T00:00:00Z']))
    expect(await pagesSince(JSON.stringify({ ...cursor, failed: due }))).toMatchObject([
      { changes: [{ id: series }, { id: broken }], unreadable: [] },
    ])
  },
)

it('leaves out any number of events for which Graph fails, and fails itself if Graph fails for the calendar, too', async () => {
  const { store, stub } = account
  for (let at = 0; at < 30; at++) store.insert(MONDAYS)
  const error = { status: 500, code: 'ErrorInternalServerError' }
  stub.fault = ({ path }) => (path.endsWith('/instances') ? error : undefined)
  const whole = await pagesSince(null)
  expect(whole.flatMap(({ unreadable }) => unreadable)).toHaveLength(30)
  stub.fault = ({ path, query }) =>
    path.endsWith('/instances') || query.get('$select') === 'id' ? error : undefined
  await expect(pagesSince(null)).rejects.toMatchObject({ problem: 'unreachable' })
})

it('goes on if many events have failed in former pulls', async () => {
  const { store, stub } = account
  const ids = Array.from({ length: 60 }, () => store.insert(MONDAY).id!)
  const { id: other } = store.insert(MONDAY)
  const whole = await pagesSince(null)
  stub.fault = ({ path }) =>
    ids.some((id) => path.endsWith(encodeURIComponent(id))) ? { status: 500, code: 'x' } : undefined
  store.patch(other!, { subject: 'Other' })
  const failed = Object.fromEntries(ids.map((id) => [id, '2026-03-01T00:00:00Z']))
  const [page] = await pagesSince(JSON.stringify({ ...JSON.parse(whole.at(-1)!.cursor!), failed }))
  expect(page!.unreadable).toHaveLength(50)
  expect(page!.changes).toMatchObject([{ id: other }])
  expect(Object.keys(JSON.parse(page!.cursor!).failed)).toHaveLength(60)
})

it('asks for smaller pages if one is too large, and leaves out an event that is', async () => {
  const { store, stub } = account
  account.connector = account.connect({ maxBytes: 160_000 })
  const large = (size: number): GraphEvent => ({
    ...MONDAY,
    body: { contentType: 'html', content: 'x'.repeat(size * 10_000) },
  })
  const ids = [9, 9, 17, 1].map((size) => store.insert(large(size)).id!)
  const pages = await pagesSince(null)
  expect(pages.flatMap(({ changes }) => changes.map(({ id }) => id))).toEqual(ids.filter((_, at) => at !== 2))
  expect(pages.flatMap(({ unreadable }) => unreadable)).toEqual([ids[2]])
  // The delta query lists events of the present, with all of their fields.
  const today = new Date().toISOString().slice(0, 10)
  const at = (time: string) => ({ dateTime: `${today}T${time}`, timeZone: 'UTC' })
  const now = [17, 1].map(
    (size) => store.insert({ ...large(size), start: at('09:00:00'), end: at('10:00:00') }).id!,
  )
  const [changed] = await pagesSince(pages.at(-1)!.cursor)
  expect(changed!.unreadable).toContain(now[0])
  expect(changed!.changes.map(({ id }) => id)).toContain(now[1])
  for (let at = 0; at < 20; at++) store.insert(MONDAY)
  stub.requests.length = 0
  await pagesSince(null)
  expect(stub.requests.filter(({ path }) => path.endsWith('/events')).length).toBeLessThan(12)
})
