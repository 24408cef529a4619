import { randomUUID } from 'node:crypto'
import { expect, test } from '@playwright/test'
import { BAD_SPANS, BAD_VALUES } from '@/test/access/bad-values'
import {
  createRoleClients,
  eventIn,
  makeScenario,
  type RoleClients,
  type Scenario,
} from '@/test/access/scenario'
import {
  actionRequest,
  builtActions,
  connectToServerDatabase,
  HttpClient,
  httpClients,
} from '@/test/clients/over-http'

/**
 * Sends bad input over HTTP, which Next decodes before an action gets it. fuzz.db.test.ts tests the input of every
 * action.
 */
test.describe.configure({ mode: 'default' })

let callers: RoleClients
let scenario: Scenario

test.beforeAll(async () => {
  const sql = connectToServerDatabase()
  const created = await createRoleClients(httpClients)
  callers = created.callers
  scenario = await makeScenario(sql, callers, created.emails)
  await sql.end()
})

test('rejects bad input of an action without a fault', async () => {
  const validInput = eventIn(scenario.calendar, 'x')
  const spans = BAD_SPANS.map((span) => ({ ...validInput, span }))
  const inputsWithBadTitle = BAD_VALUES.map((value) => ({ ...validInput, title: value, extra: value }))
  const polluting = JSON.parse('{"__proto__": {"admin": true}, "constructor": 1}')
  for (const caller of [callers.viewer, callers.nobody]) {
    for (const input of [...BAD_VALUES, ...inputsWithBadTitle, ...spans, polluting]) {
      const answer = await caller.callAction('events/createEvent', input)
      const label = `${JSON.stringify(input)?.slice(0, 200)} → ${answer.status} ${answer.text.slice(0, 200)}`
      expect(answer.status, label).toBe(200)
      expect(answer.ok, label).toBe(false)
      expect(answer.error?.code, label).not.toBe('FAULT')
      expect(answer.text, label).not.toMatch(/ at .*\.(ts|js|mjs):|select |insert into|postgres/i)
    }
  }
})

test('answers malformed paths, queries and bodies of routes with a client error', async () => {
  const badRanges = [
    '/api/view/range',
    '/api/view/range?from=a&to=b',
    '/api/view/range?from=0001-01-01&to=9998-12-31',
  ]
  const badIds = [
    '/api/view/event/x',
    `/api/view/event/${randomUUID()}`,
    '/api/view/group/%00',
    '/api/view/nothing',
  ]
  const pages = [
    '/calendar/month/0000-00-00',
    '/calendar/decade/2026-01-01',
    '/groups/x',
    '/join/x',
    '/%E0%A4%A',
    '//x',
  ]
  for (const path of [...badRanges, ...badIds, ...pages]) {
    for (const caller of [callers.owner, callers.nobody]) {
      const { status, text } = await caller.get(path)
      expect(status, `${path}: ${text.slice(0, 200)}`).toBeGreaterThanOrEqual(300)
      expect(status, `${path}: ${text.slice(0, 200)}`).toBeLessThan(500)
    }
  }
  for (const route of ['auth', 'signin', 'streams']) {
    for (const body of [...BAD_VALUES, { socket_id: 'x' }, { known: { a: 'b' } }, { known: [] }]) {
      const { status, text } = await callers.owner.post(`/api/realtime/${route}`, body)
      expect(status, `${route} ${JSON.stringify(body)?.slice(0, 100)}: ${text}`).toBe(400)
    }
  }
})

test('answers requests that Next cannot decode with a client error, and records no fault', async () => {
  const sql = connectToServerDatabase()
  const faults = async () => Number((await sql`select coalesce(sum(count), 0) as n from faults`)[0]!.n)
  const before = await faults()
  const caller = new HttpClient('stranger')
  const expectClientError = async (path: string, init: Parameters<HttpClient['request']>[1]) => {
    const { status } = await caller.request(path, init)
    expect(status, `${path} ${JSON.stringify(init).slice(0, 300)}`).toBeLessThan(500)
  }
  const { path, headers } = actionRequest('users/signIn', [])
  const multipart = { ...headers, 'Content-Type': 'multipart/form-data; boundary=x' }
  const bodies = [
    '',
    '{',
    '"$@1"',
    '["$K1"]',
    '["$F1"]',
    '[["$Q9"]]',
    '["$Bx"]',
    '['.repeat(5000),
    'null',
    '7',
  ]
  for (const body of bodies) {
    const part = `--x\r\nContent-Disposition: form-data; name="0"\r\n\r\n${body}\r\n--x--\r\n`
    await expectClientError(path, { method: 'POST', headers, body })
    await expectClientError(path, { method: 'POST', headers: multipart, body })
    await expectClientError(path, { method: 'POST', headers: multipart, body: part })
  }
  for (const id of ['x', '0'.repeat(42), `${headers['Next-Action']}0`]) {
    await expectClientError(path, { method: 'POST', headers: { ...headers, 'Next-Action': id }, body: '[]' })
  }
  for (const tree of ['{', '%', '%5B%22%22', '7', 'x'.repeat(5000)]) {
    await expectClientError(path, { headers: { RSC: '1', 'Next-Router-State-Tree': tree } })
  }
  // Faults are written a second after they happen.
  await new Promise((resolve) => setTimeout(resolve, 2500))
  const recorded =
    await sql`select place, message from faults order by id desc limit ${(await faults()) - before}`
  expect(recorded).toEqual([])
  await sql.end()
})

test('rejects a body over the limit with 413', async () => {
  const large = 'x'.repeat(10_000_000)
  const caller = new HttpClient('stranger')
  const { id, path } = builtActions().get('events/createEvent')!
  const headers = { 'Next-Action': id, 'Content-Type': 'text/plain;charset=UTF-8' }
  const answers = [
    await caller.request(path, { method: 'POST', headers, body: large }).catch(toClosedConnectionStatus),
    await caller
      .request('/api/realtime/streams', { method: 'POST', body: large })
      .catch(toClosedConnectionStatus),
    await callers.owner
      .post('/api/import?mode=preview', 'x'.repeat(65 * 1024 * 1024))
      .catch(toClosedConnectionStatus),
  ]
  for (const { status } of answers) expect(status).toBe(413)
})

/** Counts a closed connection as 413: the server may close it while the body is still being sent. */
function toClosedConnectionStatus(error: { cause?: { code?: string } }) {
  expect(error.cause?.code).toMatch(/EPIPE|ECONNRESET|UND_ERR_SOCKET/)
  return { status: 413 }
}
