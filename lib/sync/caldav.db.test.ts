import { eq, gt } from 'drizzle-orm'
import { v7 as uuidv7 } from 'uuid'
import { beforeAll, beforeEach, expect, it, onTestFinished } from 'vitest'
import { db } from '@/db/client'
import { attendees } from '@/db/schema/attendees'
import { bindings, connections, links } from '@/db/schema/connections'
import { encryptCredentials } from '@/lib/access/credentials'
import { createEvent, updateEvent } from '@/lib/commands/events'
import { caldavConnector } from '@/lib/connectors/caldav'
import { connectionsOf } from '@/lib/queries/connections'
import { as, hour, makeUser, type TestUser } from '@/test/database/fixtures'
import { type CaldavFault, type CaldavStub, startCaldav } from '@/test/servers/caldav/server'
import { syncBinding } from './run'
import { entriesOf, eventsIn, linksOfBinding, runsOf } from './sync.test.account'

const signal = new AbortController().signal

let user: TestUser
let stub: CaldavStub
let binding: string
let timeoutMs: number
const connector = () =>
  caldavConnector({ address: stub.url, username: 'anna', password: 'secret', timeoutMs })
const sync = () => syncBinding(binding, connector(), signal)
const writes = () => stub.requests.filter(({ method }) => method === 'PUT' || method === 'DELETE').length

beforeAll(() => {
  // The stub is at a private address. Settings are read once.
  process.env.ALLOW_PRIVATE_TARGETS = '1'
})
beforeEach(async () => {
  user = await makeUser()
  timeoutMs = 10_000
  stub = await startCaldav()
  onTestFinished(() => stub.close())
  const [remote] = await connector().listCalendars(signal)
  const [connectionId, id] = [uuidv7(), uuidv7()]
  const account = { userId: user.id, kind: 'caldav' as const, account: 'anna@example.org' }
  await db.insert(connections).values({ id: connectionId, ...account, ...encryptCredentials({}, 'test') })
  const ends = { connectionId, calendarId: user.calendar, remoteId: remote!.id, remote: remote! }
  await db.insert(bindings).values({ id, ...ends, direction: 'both' })
  binding = id
})

it.each([
  ['in spite of its ETag', false],
  ['and returns no ETag', true],
])(
  'keeps the guests of an event on a server that removes them %s, and writes no edit twice',
  async (_, rewrites) => {
    Object.assign(stub.behavior, { rewrites, removesAttendees: true })
    const { result } = await as(user).run(createEvent, {
      ...{ calendarId: user.calendar, title: 'Dinner', span: hour('2026-03-05') },
      attendees: [{ email: 'bob@example.org' }],
    })
    stub.fault = ({ method }) => (method === 'PUT' ? 'lost' : undefined)
    await expect(sync()).rejects.toMatchObject({ problem: 'unreachable' })
    stub.fault = () => undefined
    for (const title of ['Dinner', 'Supper']) {
      if (title === 'Supper') await as(user).run(updateEvent, { id: result.id, version: 1, patch: { title } })
      const before = writes()
      for (let run = 0; run < 3; run++) await sync()
      expect(writes() - before).toBe(1)
    }
    const [name, { ics }] = [...stub.store.objects][0]!
    stub.store.put(name, ics.replace('SUMMARY:Supper', 'SUMMARY:Feast'))
    await sync()
    expect(await eventsIn(user.calendar)).toMatchObject([{ title: 'Feast' }])
    const guests = await db.select().from(attendees).where(eq(attendees.eventId, result.id))
    expect(guests).toMatchObject([{ email: 'bob@example.org' }])
  },
)

it('keeps the guests of an event if the server removes them later, but not if another client does', async () => {
  const { result } = await as(user).run(createEvent, {
    ...{ calendarId: user.calendar, title: 'Dinner', span: hour('2026-03-05') },
    attendees: [{ email: 'bob@example.org' }],
  })
  await sync()
  const [name] = [...stub.store.objects.keys()]
  const stored = () => stub.store.objects.get(name!)!.ics
  const remove = (change: (ics: string) => string) =>
    stub.store.put(name!, change(stored().replace(/^(ATTENDEE|ORGANIZER)(.|\r\n )*\r\n/gm, '')))
  const guests = async () =>
    (await db.select().from(attendees).where(eq(attendees.eventId, result.id))).map(({ email }) => email)
  remove((ics) => ics)
  await sync()
  // The list of everything, too.
  await db.update(bindings).set({ cursor: null }).where(eq(bindings.id, binding))
  await sync()
  expect(await guests()).toEqual(['bob@example.org'])
  expect(writes()).toBe(1)
  await as(user).run(updateEvent, { id: result.id, version: 1, patch: { title: 'Supper' } })
  await sync()
  expect(stored()).toContain('SUMMARY:Supper')
  expect(stored()).toContain('bob@example.org')
  remove((ics) => ics.replace(/^LAST-MODIFIED.*$/m, 'LAST-MODIFIED:20300101T000000Z'))
  await sync()
  expect(await guests()).toEqual([])
})

const failWith = (reply: CaldavFault, title: string) => {
  stub.fault = ({ method, body }) => (method === 'PUT' && body.includes(title) ? reply : undefined)
}
const create = (title: string) =>
  as(user).run(createEvent, { calendarId: user.calendar, title, span: hour('2026-03-05') })
const storedTitles = () =>
  [...stub.store.objects.values()].map(({ ics }) => /^SUMMARY:(.*?)\r$/m.exec(ics)![1]).sort()
const lastEntries = async () =>
  (await entriesOf((await runsOf(binding)).at(-1)!.id)).map(({ title, op, reason }) => [title, op, reason])

it.each([500, 423])(
  'goes on with other events if a server answers %s to one, and tries that one again later',
  async (status) => {
    const { result } = await create('Broken')
    await sync()
    failWith({ status }, 'Still broken')
    await as(user).run(updateEvent, { id: result.id, version: 1, patch: { title: 'Still broken' } })
    await create('Fine')
    expect(await sync()).toMatchObject({ outcome: 'done' })
    expect(storedTitles()).toEqual(['Broken', 'Fine'])
    const before = writes()
    await sync()
    expect(writes()).toBe(before)
    for (let attempt = 2; attempt <= 3; attempt++) {
      await db
        .update(links)
        .set({ retryAt: new Date(0) })
        .where(gt(links.failures, 0))
      await sync()
    }
    expect(writes()).toBe(before + 2)
    expect(await lastEntries()).toEqual([['Still broken', 'refused', 'failed']])
    const [shown] = await connectionsOf(db, user.id)
    expect(shown!.bindings).toMatchObject([{ skipped: 1, problem: null }])
    await as(user).run(updateEvent, { id: result.id, version: 2, patch: { title: 'Repaired' } })
    await sync()
    expect(storedTitles()).toEqual(['Fine', 'Repaired'])
    expect(await linksOfBinding(binding)).toMatchObject([
      { failures: 0, retryAt: null },
      { failures: 0, retryAt: null },
    ])
  },
)

it('goes on with other events if a server never answers to the writes of some, and ends if it is always silent', async () => {
  timeoutMs = 150
  await create('Silent')
  await create('Fine')
  failWith('hang', 'Silent')
  expect(await sync()).toMatchObject({ outcome: 'done' })
  expect(storedTitles()).toEqual(['Fine'])
  expect(await linksOfBinding(binding)).toContainEqual(expect.objectContaining({ failures: 1 }))
  for (const number of [1, 2, 3, 4]) await create(`Also silent ${number}`)
  stub.fault = ({ method }) => (method === 'PUT' ? 'hang' : undefined)
  await expect(sync()).rejects.toMatchObject({ problem: 'unreachable' })
})

it.each([
  [413, undefined],
  [403, '<error xmlns="DAV:"><C:valid-calendar-data xmlns:C="urn:ietf:params:xml:ns:caldav"/></error>'],
])('goes on with other events if a server refuses one with %s', async (status, body) => {
  await create('Large')
  await create('Small')
  failWith({ status, ...(body && { body }) }, 'Large')
  expect(await sync()).toMatchObject({ outcome: 'done' })
  expect(storedTitles()).toEqual(['Small'])
  expect(await lastEntries()).toContainEqual(['Large', 'refused', 'refused'])
})

it('neither writes nor changes anything if a server gives objects other ETags and timestamps at each request', async () => {
  const { result } = await create('Dinner')
  await sync()
  const [name, { ics }] = [...stub.store.objects][0]!
  let count = 0
  stub.fault = () => {
    stub.store.put(
      name,
      ics.replace(/^DTSTAMP:.*/m, `DTSTAMP:20260101T00${String(count++ % 60).padStart(2, '0')}00Z`),
    )
    return undefined
  }
  const before = writes()
  for (let run = 0; run < 3; run++) await sync()
  expect(writes()).toBe(before)
  expect(await eventsIn(user.calendar)).toMatchObject([{ id: result.id, version: 1 }])
  // Its writes are refused, since they are based on another version; the run ends all the same.
  await as(user).run(updateEvent, { id: result.id, version: 1, patch: { title: 'Supper' } })
  expect(await sync()).toMatchObject({ outcome: 'done' })
  expect(writes() - before).toBeLessThan(6)
})

it('reports a server that fails with everything, not an event', async () => {
  await create('Dinner')
  stub.fault = ({ method, headers }) =>
    method === 'PUT' || headers.depth === '0' ? { status: 500 } : undefined
  await expect(sync()).rejects.toMatchObject({ problem: 'unreachable' })
})
