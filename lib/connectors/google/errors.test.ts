import { expect, it } from 'vitest'
import { DAY } from '@/lib/calendar/day'
import { ConnectorError } from '../connector'
import { MONDAY, MONDAYS, openTestAccount, signal } from './google.test.account'

const account = openTestAccount()

const listCalendars = () => account.connector.listCalendars(signal)

async function errorOf(promise: Promise<unknown>) {
  const error = await promise.then(() => null).catch((thrown) => thrown)
  expect(error).toBeInstanceOf(ConnectorError)
  return error as ConnectorError
}

it.each([
  [403, 'rateLimitExceeded', 'rate-limited'],
  [403, 'userRateLimitExceeded', 'rate-limited'],
  [403, 'quotaExceeded', 'rate-limited'],
  [403, 'dailyLimitExceeded', 'rate-limited'],
  [429, 'rateLimitExceeded', 'rate-limited'],
  [403, 'forbiddenForNonOrganizer', 'forbidden'],
  [403, 'requiredAccessLevel', 'forbidden'],
  [403, 'insufficientPermissions', 'sign-in-needed'],
  [403, 'accessNotConfigured', 'refused'],
  [400, 'invalid', 'refused'],
  [400, 'failedPrecondition', 'refused'],
  [404, 'notFound', 'gone'],
  [409, 'duplicate', 'exists'],
  [410, 'deleted', 'gone'],
  [412, 'conditionNotMet', 'stale'],
  [500, 'backendError', 'unreachable'],
  [502, 'badGateway', 'unreachable'],
  [503, 'backendError', 'unreachable'],
])('reports status %i with reason %s as %s, after one request', async (status, reason, problem) => {
  account.stub.requests.length = 0
  account.stub.fault = () => ({ status, reason })
  expect((await errorOf(listCalendars())).problem).toBe(problem)
  expect(account.stub.requests).toHaveLength(1)
})

const NEXT_HOUR = Math.ceil(Date.now() / 3_600_000) * 3_600_000 + 3_600_000

it.each([
  ['30', (now: number) => now + 30_000],
  [new Date(NEXT_HOUR).toUTCString(), () => NEXT_HOUR],
])('waits until Retry-After: %s', async (value, timeAt) => {
  account.stub.fault = () => ({ status: 429, reason: 'rateLimitExceeded', headers: { 'retry-after': value } })
  const before = Date.now()
  const { retryAt } = await errorOf(listCalendars())
  expect(retryAt!.getTime()).toBeGreaterThanOrEqual(timeAt(before))
  expect(retryAt!.getTime()).toBeLessThanOrEqual(timeAt(Date.now()))
})

it.each(['99999999999999', '9'.repeat(400), 'Sun, 01 Feb 9999 10:00:00 GMT'])(
  'waits a week if Retry-After asks for more: %s',
  async (value) => {
    account.stub.fault = () => ({
      status: 429,
      reason: 'rateLimitExceeded',
      headers: { 'retry-after': value },
    })
    const { retryAt } = await errorOf(listCalendars())
    expect(retryAt!.getTime()).toBeLessThanOrEqual(Date.now() + 7 * DAY)
    expect(retryAt!.getTime()).toBeGreaterThan(Date.now() + 6 * DAY)
  },
)

it('respects Retry-After of an outage', async () => {
  account.stub.fault = () => ({ status: 503, reason: 'backendError', headers: { 'retry-after': '120' } })
  expect(await errorOf(listCalendars())).toMatchObject({
    problem: 'unreachable',
    retryAt: expect.any(Date),
  })
})

it('waits for hours when the quota is used up', async () => {
  account.stub.fault = () => ({ status: 403, reason: 'quotaExceeded' })
  const { retryAt } = await errorOf(listCalendars())
  expect(retryAt!.getTime()).toBeGreaterThan(Date.now() + 3_600_000)
})

it.each([
  ['an HTML page with an error', { status: 502, body: '<html>Bad gateway</html>' }, 'unreachable'],
  ['an HTML page as a success', { status: 200, body: '<html>Sign in to the network</html>' }, 'unreachable'],
  ['no answer', 'hang', 'unreachable'],
  ['a closed connection', 'lost', 'unreachable'],
  ['an error without JSON', { status: 403, body: 'Forbidden' }, 'forbidden'],
] as const)('reports %s as a problem', async (_, fault, problem) => {
  account.stub.fault = () => fault
  expect((await errorOf(listCalendars())).problem).toBe(problem)
})

it('reports a stopped server as unreachable', async () => {
  await account.stub.close()
  expect((await errorOf(listCalendars())).problem).toBe('unreachable')
})

it.each([
  [
    'withdrawn consent',
    { status: 400, body: { error: 'invalid_grant', error_description: 'Expired' } },
    'sign-in-needed',
  ],
  ['wrong client', { status: 401, body: { error: 'invalid_client' } }, 'refused'],
  ['an outage', { status: 503, body: '<html>Unavailable</html>' }, 'unreachable'],
  ['no answer', 'hang', 'unreachable'],
] as const)(
  'reports %s while it renews the token',
  async (_, fault, problem) => {
    account.stub.tokens.clear()
    account.stub.fault = ({ path }) => (path === '/token' ? fault : undefined)
    expect((await errorOf(listCalendars())).problem).toBe(problem)
  },
  30_000,
)

it('asks for a new sign-in if a renewed token is refused as well', async () => {
  account.stub.fault = ({ path }) => (path === '/token' ? undefined : { status: 401, reason: 'authError' })
  expect((await errorOf(listCalendars())).problem).toBe('sign-in-needed')
})

it('throws the reason of an aborted signal', async () => {
  account.stub.fault = () => 'hang'
  const controller = new AbortController()
  const listed = account.connector.listCalendars(controller.signal)
  controller.abort(new Error('shutdown'))
  await expect(listed).rejects.toThrow('shutdown')
})

it('names no token, address or title in messages', async () => {
  const { stub, store, connector, calendar } = account
  store.insert({ ...MONDAYS, summary: 'Secret', attendees: [{ email: 'anna@example.org' }] })
  const state = (await connector.read(calendar, 'series', signal))!
  const { content, uid } = connector.toObject(calendar, state)
  const message = 'Invalid attendee anna@example.org of Secret in family@example.org, token first'
  for (const status of [400, 401, 403, 404, 429, 500]) {
    stub.fault = ({ path }) =>
      path === '/token'
        ? undefined
        : { status, body: { error: { code: status, message, errors: [{ reason: message }] } } }
    const edited = { ...content!, uid, title: 'Other' }
    const write = connector.write(calendar, 'series', state, edited, { notifies: false, signal })
    const error = await errorOf(write)
    expect(`${error.message} ${error.stack} ${JSON.stringify(error)}`).not.toMatch(
      /anna|Secret|family@|first|token/,
    )
  }
})

it('lists everything again after a request for a later page has failed', async () => {
  const { stub, store, connector, calendar } = account
  for (let index = 0; index < 5; index++) store.insert({ ...MONDAY, id: `event${index}` })
  stub.pageSize = 2
  stub.fault = ({ query }) => (query.get('pageToken')?.endsWith('.4') ? 'lost' : undefined)
  const cursors: (string | null)[] = []
  const pull = async () => {
    for await (const { cursor } of connector.pull(calendar, null, signal)) cursors.push(cursor)
  }
  await expect(pull()).rejects.toMatchObject({ problem: 'unreachable' })
  expect(cursors).toEqual([null, null])
  stub.fault = () => undefined
  await pull()
  expect(cursors.at(-1)).not.toBeNull()
})
