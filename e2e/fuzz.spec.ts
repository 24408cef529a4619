import { randomUUID } from 'node:crypto'
import { expect, test } from '@playwright/test'
import fc from 'fast-check'
import { type Cast, eventIn, makeCast, makeWorld, type World } from './access/cast'
import { OPERATIONS } from './access/operations'
import { actions, testDatabase } from './servers/doors'

/** Whatever comes in by whatever door: never a fault, never a trace of ours in the answer, never half a row. */
test.describe.configure({ mode: 'default' })

let cast: Cast
let world: World
let sql: ReturnType<typeof testDatabase>

test.beforeAll(async () => {
  sql = testDatabase()
  const made = await makeCast()
  cast = made.cast
  world = await makeWorld(sql, cast, made.emails)
})
test.afterAll(() => sql.end())

/** Values that were trouble somewhere, for any field. */
const ODD = [
  null,
  true,
  -1,
  1e308,
  '',
  'x'.repeat(10_000),
  '👨‍👩‍👧‍👦'.repeat(500),
  'مرحبا <b>&amp;</b>',
  '<script>alert(1)</script>',
  'a\u0000b\ud800c\u202e',
  '__proto__',
  "'; drop table events; --",
  randomUUID(),
  'no-uuid',
  [],
  [[]],
  {},
  { $gt: '' },
  '0000-01-01',
  '9999-12-31T23:59:59',
  'Mars/Olympus_Mons',
  '+25:00',
]

const SPANS = [
  {
    type: 'timed',
    start: '2026-11-21T10:00:00',
    startZone: 'UTC',
    end: '2026-11-21T09:00:00',
    endZone: 'UTC',
  },
  {
    type: 'timed',
    start: '0000-01-01T00:00:00',
    startZone: 'UTC',
    end: '0000-01-01T01:00:00',
    endZone: 'UTC',
  },
  {
    type: 'timed',
    start: '2026-11-21T09:00:00',
    startZone: 'No/Where',
    end: '2026-11-21T10:00:00',
    endZone: 'UTC',
  },
  {
    type: 'timed',
    start: '2026-02-30T09:00:00',
    startZone: 'UTC',
    end: '2026-03-01T10:00:00',
    endZone: 'UTC',
  },
  { type: 'all-day', start: '9999-12-31', end: '10000-01-01' },
  { type: 'all-day', start: '2026-11-22', end: '2026-11-21' },
  { type: 'sometimes' },
]

for (const { action, input } of OPERATIONS.filter(
  // What only leads elsewhere answers with no value.
  ({ about, outcomes }) => !about && outcomes.editor !== 'redirect',
)) {
  test(`${action} answers whatever it is given`, async () => {
    const good = (input(world, 'editor') ?? {}) as Record<string, unknown>
    const spoiled = Object.keys(good).flatMap((field) => ODD.map((odd) => ({ ...good, [field]: odd })))
    const inputs: unknown[] = [
      ...ODD,
      ...spoiled,
      { ...good, extra: 1 },
      JSON.parse('{"__proto__": {"admin": true}, "constructor": 1}'),
      ...('span' in good ? SPANS.map((span) => ({ ...good, span })) : []),
      ...fc.sample(fc.jsonValue(), 30),
    ]
    // Passwords are slow to check on purpose: a few tries do.
    const tried = action.startsWith('users/sign') ? inputs.filter((_, index) => index % 9 === 0) : inputs
    for (const caller of [cast.viewer, cast.nobody]) {
      for (const one of tried) {
        const answer = await caller.act(action, one)
        const told = `${JSON.stringify(one)?.slice(0, 200)} → ${answer.status} ${answer.text.slice(0, 200)}`
        expect(answer.status, told).toBe(200)
        expect(typeof answer.ok, told).toBe('boolean')
        expect(answer.error?.code, told).not.toBe('FAULT')
        expect(answer.text, told).not.toMatch(/ at .*\.(ts|js|mjs):|select |insert into|postgres/i)
      }
    }
  })
}

test('what is refused leaves nothing behind', async () => {
  const count = async () =>
    (
      await sql`select (select count(*) from events where created_by = ${world.ids.editor}) as events,
      (select count(*) from changesets where actor_id = ${world.ids.editor}) as changesets,
      (select count(*) from placements where calendar_id = ${world.calendar}) as placements`
    )[0]
  const before = await count()
  for (const span of SPANS) {
    expect((await cast.editor.act('events/createEvent', { ...eventIn(world.calendar, 'x'), span })).ok).toBe(
      false,
    )
  }
  for (const attendees of [[randomUUID()], [world.ids.stranger], ['x']]) {
    const input = { ...eventIn(world.calendar, 'x'), attendees }
    expect((await cast.editor.act('events/createEvent', input)).ok).toBe(false)
  }
  expect(await count()).toEqual(before)
})

test('a submit that comes twice, or ten times at once, is done once', async () => {
  const key = randomUUID()
  const once = eventIn(world.calendar, key)
  const answers = await Promise.all(
    Array.from({ length: 10 }, () => cast.editor.act('events/createEvent', once, key)),
  )
  expect(new Set(answers.map(({ result }) => result?.id)).size).toBe(1)
  expect((await sql`select 1 from events where title = ${key}`).length).toBe(1)
})

test('routes answer odd questions with what is wrong with them', async () => {
  const odd = [
    '/api/view/range',
    '/api/view/range?from=a&to=b',
    '/api/view/range?from=0001-01-01&to=9998-12-31',
  ]
  const more = [
    '/api/view/event/x',
    `/api/view/event/${randomUUID()}`,
    '/api/view/group/%00',
    '/api/view/nothing',
  ]
  const pages = [
    '/calendar/month/0000-00-00',
    '/calendar/year/2026-01-01',
    '/groups/x',
    '/join/x',
    '/%E0%A4%A',
    '//x',
  ]
  for (const path of [...odd, ...more, ...pages]) {
    for (const caller of [cast.owner, cast.nobody]) {
      const { status, text } = await caller.get(path)
      expect(status, `${path}: ${text.slice(0, 200)}`).toBeGreaterThanOrEqual(300)
      expect(status, `${path}: ${text.slice(0, 200)}`).toBeLessThan(500)
    }
  }
  for (const route of ['auth', 'signin', 'streams']) {
    for (const body of [...ODD, { socket_id: 'x' }, { known: { a: 'b' } }, { known: [] }]) {
      const { status, text } = await cast.owner.post(`/api/realtime/${route}`, body)
      expect(status, `${route} ${JSON.stringify(body)?.slice(0, 100)}: ${text}`).toBe(400)
    }
  }
})

test('a body of ten megabytes is too large, and says so', async () => {
  const large = 'x'.repeat(10_000_000)
  const { id, path } = actions().get('events/createEvent')!
  const headers = { 'Next-Action': id, 'Content-Type': 'text/plain;charset=UTF-8' }
  const answers = [
    await cast.editor.request(path, { method: 'POST', headers, body: large }).catch(cutOff),
    await cast.editor.request('/api/realtime/streams', { method: 'POST', body: large }).catch(cutOff),
  ]
  for (const { status } of answers) expect(status).toBe(413)
})

/** The server may close the connection while the body is still being sent; the client then sees only that. */
function cutOff(error: { cause?: { code?: string } }) {
  expect(error.cause?.code).toMatch(/EPIPE|ECONNRESET|UND_ERR_SOCKET/)
  return { status: 413 }
}
