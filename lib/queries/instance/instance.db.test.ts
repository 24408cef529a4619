import { eq, sql } from 'drizzle-orm'
import { beforeEach, describe, expect, it } from 'vitest'
import { db } from '@/db/client'
import { hiddenFrom } from '@/db/schema/attendees'
import { sessions, users } from '@/db/schema/users'
import { grant } from '@/lib/access/grant'
import { addManagedMember } from '@/lib/commands/managed-members'
import { AppError } from '@/lib/errors'
import { faultOf, recordFault } from '@/lib/faults/record-fault'
import type { ListQuery } from '@/lib/schemas/admin-lists'
import { as, codeOf, hour, makeGroup, makeUser, type TestUser } from '@/test/database/fixtures'
import { answerEvent } from '../../commands/answers'
import { deleteEvent } from '../../commands/events'
import { voteGathering } from '../../commands/gathering-votes'
import { createGathering, deleteGathering } from '../../commands/gatherings'
import { resendReminder } from '../../commands/job-queue'
import { openTaskList } from '../../commands/task-lists'
import { addTasks } from '../../commands/tasks'
import { listAttendees, listReminders } from './attendance'
import { listAllCalendars, listAllEvents } from './content'
import { loadHealth } from './health'
import { listFaults } from './lists'
import { loadUserDetail, listUsers as userList } from './people'
import { listAllGatherings, listAllTasks } from './plans'

let admin: TestUser
let anna: TestUser

beforeEach(async () => {
  await db.execute(sql`update users set instance_admin = false`)
  admin = await makeUser('admin')
  anna = await makeUser('anna')
  await db.update(users).set({ instanceAdmin: true }).where(eq(users.id, admin.id))
})
const createSession = async ({ id }: TestUser) => {
  await db
    .insert(sessions)
    .values({ sessionToken: crypto.randomUUID(), userId: id, expires: new Date(Date.now() + 1e6) })
}
const readAsAdmin = <Q, R>(
  query: (tx: never, administration: never, query: ListQuery & Q) => Promise<R>,
  input: ListQuery & Q = {} as ListQuery & Q,
): Promise<R> =>
  db.transaction(async (tx) =>
    query(tx as never, (await grant(tx, admin, 'read', 'administration', null)) as never, input),
  )

describe('lists', () => {
  it('pages through lists, newest first, without gaps or duplicates', async () => {
    const word = `w${crypto.randomUUID().slice(0, 8)}`
    const ids: string[] = []
    for (let n = 0; n < 53; n++) ids.push((await makeUser(word)).id)
    const first = await readAsAdmin(userList, { q: word })
    expect(first.rows).toHaveLength(50)
    const second = await readAsAdmin(userList, { q: word, before: first.next! })
    expect(second.next).toBeNull()
    const seen = [...first.rows, ...second.rows].map(({ id }) => id)
    expect(seen).toEqual(ids.toSorted().reverse())
    expect((await readAsAdmin(userList, { q: word, before: '17' })).rows).toHaveLength(50)
  }, 60_000)

  it('treats search words literally', async () => {
    expect((await readAsAdmin(userList, { q: '%' })).rows).toEqual([])
    expect((await readAsAdmin(userList, { q: `a_min` })).rows).toEqual([])
    expect((await readAsAdmin(userList, { q: 'ADMI' })).rows.length).toBeGreaterThan(0)
    expect((await readAsAdmin(userList, { is: 'admin' })).rows.map(({ id }) => id)).toEqual([admin.id])
  })

  it('lists attendees by status and reminders by state, without titles and hidden events, and resends a reminder', async () => {
    const { calendar, group } = await makeGroup(anna)
    const fields = { calendarId: calendar, title: 'Zq secret', attendees: [anna.id] }
    const { id, version } = await as(anna).createEvent(fields)
    await as(anna).run(answerEvent, { id, version, status: 'accepted', comment: 'Zq secret' })
    const surprise = await as(anna).createEvent(fields)
    await db.insert(hiddenFrom).values({ eventId: surprise.id, userId: admin.id })
    for (const eventId of [id, surprise.id]) {
      await db.execute(sql`insert into alarm_due (id, user_id, event_id, method, trigger, starts_at, due_at, fired_at)
        values (gen_random_uuid(), ${anna.id}, ${eventId}, 'in-app', '-15', now(), now(), now())`)
    }
    const listed = await readAsAdmin(listAttendees, { is: 'accepted' })
    expect(listed.rows).toMatchObject([{ eventId: id, attendee: 'anna', status: 'accepted', partySize: 1 }])
    const child = (await as(anna).run(addManagedMember, { group, name: 'Mia' })).result.user
    const swim = await as(anna).createEvent({ calendarId: calendar, attendees: [child] })
    expect((await readAsAdmin(listAttendees, { of: swim.id })).rows).toMatchObject([{ status: 'accepted' }])
    const sent = await readAsAdmin(listReminders)
    expect(sent.rows).toMatchObject([{ eventId: id, receiver: 'anna', state: 'sent' }])
    expect(JSON.stringify([listed, sent])).not.toContain('Zq')
    for (const list of [listAttendees, listReminders]) {
      expect(
        (await readAsAdmin<object, { rows: unknown[] }>(list as never, { of: surprise.id })).rows,
      ).toEqual([])
    }
    await as(admin).run(resendReminder, { reminder: sent.rows[0]!.id })
    expect((await readAsAdmin(listReminders, { is: 'sent' })).rows).toEqual([])
    expect(await codeOf(as(anna).run(resendReminder, { reminder: sent.rows[0]!.id }))).toBe('NOT_FOUND')
  })

  it('lists events for administrators without their content', async () => {
    const { calendar } = await makeGroup(anna)
    const { id } = await as(anna).createEvent({
      calendarId: calendar,
      title: 'Zq secret',
      description: 'Zq secret',
      location: 'Zq secret',
    })
    const listed = await readAsAdmin(listAllEvents, { of: calendar })
    expect(listed.rows).toMatchObject([{ id, creator: 'anna', calendarId: calendar, placements: 1 }])
    expect(JSON.stringify(listed)).not.toContain('Zq')
    expect((await readAsAdmin(listAllEvents, { q: 'Zq secret' })).rows).toEqual([])
    expect((await readAsAdmin(listAllEvents, { q: id })).rows).toHaveLength(1)
    await as(anna).run(deleteEvent, { id })
    expect((await readAsAdmin(listAllEvents, { of: calendar })).rows).toEqual([])
    expect((await readAsAdmin(listAllEvents, { of: calendar, is: 'deleted' })).rows).toMatchObject([
      { id, deleted: true },
    ])
    expect((await readAsAdmin(listAllCalendars, { of: anna.id })).rows).toMatchObject([
      { id: anna.calendar, ofGroup: false },
    ])
  })

  it('lists gatherings and tasks for administrators without their content', async () => {
    const { group, calendar } = await makeGroup(anna)
    const gathering = { title: 'Zq secret', group, access: 'members' as const, timeZone: 'UTC' }
    const { id } = (
      await as(anna).run(createGathering, { ...gathering, slots: [hour('2127-06-01'), hour('2127-06-02')] })
    ).result
    const { slots } = (
      await db.execute<{ slots: string[] }>(sql`
      select array_agg(id) as slots from gathering_slots where gathering_id = ${id}`)
    )[0]!
    await as(anna).run(voteGathering, { gathering: id, votes: { [slots[0]!]: 'yes', [slots[1]!]: 'no' } })
    const hidden = await as(anna).createEvent({ calendarId: calendar })
    await db.insert(hiddenFrom).values({ eventId: hidden.id, userId: admin.id })
    const addTo = async (list: { gathering: string } | { event: string }, task: object) => {
      const opened = (await as(anna).run(openTaskList, list)).result.id
      const tasks = [{ title: 'Zq secret', note: 'Zq secret', ...task }]
      return (await as(anna).run(addTasks, { list: opened, tasks })).result.ids[0]!
    }
    const task = await addTo({ gathering: id }, { assignee: anna.id })
    const late = await addTo({ gathering: id }, { due: { day: '2020-01-01', time: null, zone: null } })
    await addTo({ event: hidden.id }, {})
    const gatherings = await readAsAdmin(listAllGatherings, { of: group })
    expect(gatherings.rows).toMatchObject([{ id, slots: 2, participants: 1, votes: 2, tasks: 2 }])
    const listed = await readAsAdmin(listAllTasks, { of: id })
    expect(listed.rows.map((row) => [row.id, row.assignee])).toEqual([
      [late, null],
      [task, 'anna'],
    ])
    expect(JSON.stringify([gatherings, listed])).not.toContain('Zq')
    expect((await readAsAdmin(listAllTasks, { of: hidden.id })).rows).toEqual([])
    expect((await readAsAdmin(listAllTasks, { of: id, is: 'overdue' })).rows).toMatchObject([{ id: late }])
    expect((await readAsAdmin(listAllTasks, { of: id, is: 'done' })).rows).toEqual([])
    expect((await readAsAdmin(listAllTasks, { q: 'Zq secret' })).rows).toEqual([])
    expect((await readAsAdmin(listAllGatherings, { q: 'Zq secret' })).rows).toEqual([])
    await as(anna).run(deleteGathering, { gathering: id })
    expect((await readAsAdmin(listAllGatherings, { q: id })).rows).toEqual([])
    expect((await readAsAdmin(listAllGatherings, { q: id, is: 'deleted' })).rows).toMatchObject([{ id }])
  })

  it('shows an account with its groups and sessions', async () => {
    await makeGroup(anna)
    await createSession(anna)
    const found = await readAsAdmin((tx, administration) => loadUserDetail(tx, administration, anna.id))
    expect(found).toMatchObject({
      email: anna.email,
      memberships: [{ name: 'Family', role: 'owner' }],
      sessions: [{}],
    })
    expect(JSON.stringify(found)).not.toMatch(/password|token/i)
  })
})

describe('faults', () => {
  it('records faults without values of users', () => {
    const query = Object.assign(new Error('Failed query: insert … params: Zq secret'), {
      params: ['Zq secret'],
      cause: Object.assign(new Error('invalid input syntax for type uuid: "Zq secret"'), { code: '22P02' }),
    })
    expect(faultOf(query).message).toBe('Error: 22P02: invalid input syntax for type uuid: "…"')
    for (const error of [query, new Error('no "Zq secret" at zq@example.org'), JSON_ERROR, 'Zq secret'])
      expect(JSON.stringify(faultOf(error))).not.toMatch(/Zq secret|zq@/)
    expect(faultOf(new TypeError('x is not a function')).trace).toContain('instance.db.test')
  })

  it('records unexpected errors as faults, but no AppError', async () => {
    recordFault('page', new AppError('NOT_FOUND'))
    recordFault('GET /api/…', new Error('it broke'))
    await expect
      .poll(async () => (await readAsAdmin(listFaults)).rows)
      .toMatchObject([{ place: 'GET /api/…', message: 'Error: it broke', count: 1 }])
  })

  it('counts repeated faults with first and last time', async () => {
    const failing = new Error('took 17 ms')
    recordFault('GET /again', failing)
    const row = async () => (await readAsAdmin(listFaults)).rows.filter(({ place }) => place === 'GET /again')
    await expect.poll(row).toHaveLength(1)
    for (let n = 0; n < 600; n++)
      recordFault('GET /again', Object.assign(failing, { message: `took ${n} ms` }))
    await expect.poll(async () => (await row())[0]!.count).toBeGreaterThan(1)
    for (let n = 0; n < 600; n++) recordFault('GET /again', failing)
    await expect.poll(async () => (await row())[0]!.count).toBeGreaterThan(600)
    const rows = await row()
    expect(rows).toHaveLength(1)
    expect(rows[0]!.lastSeen > rows[0]!.firstSeen).toBe(true)
    expect((await readAsAdmin(listFaults)).rows.map(({ place }) => place)).toEqual([
      'GET /again',
      'GET /api/…',
    ])
  })

  it('records no errors that a client causes', async () => {
    for (const error of CLIENT_ERRORS) recordFault(`render / ${error.name}`, error)
    recordFault('GET /witness', new Error('it broke'))
    await expect
      .poll(async () => (await readAsAdmin(listFaults)).rows[0])
      .toMatchObject({ place: 'GET /witness' })
    const places = (await readAsAdmin(listFaults)).rows.map(({ place }) => place)
    expect(places.filter((place) => place.startsWith('render'))).toEqual([])
  })
})

const CLIENT_ERRORS = [
  new Error('The router state header was sent but could not be parsed.'),
  new Error('aborted'),
  Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' }),
  new DOMException('This operation was aborted', 'AbortError'),
  Object.assign(new Error('Body exceeded 1 MB limit.'), { statusCode: 413 }),
  new URIError('URI malformed'),
]

const JSON_ERROR = (() => {
  try {
    return JSON.parse('Zq secret')
  } catch (error) {
    return error
  }
})()

it('reports health figures', async () => {
  const found = await readAsAdmin((tx, administration) => loadHealth(tx, administration))
  expect(found).toMatchObject({ mail: false, realtime: 'built-in', workers: 0, postgres: expect.any(String) })
  expect(found).toMatchObject({ pendingPings: expect.any(Number), jobsFailing: 0, deliveriesFailed: 0 })
  for (const name of ['users', 'databaseBytes', 'connections', 'uptime'] as const)
    expect(found[name], name).toBeGreaterThanOrEqual(name === 'uptime' ? 0 : 1)
})

it('reports overdue pings as a number', async () => {
  const { pendingPings } = await readAsAdmin((tx, administration) => loadHealth(tx, administration))
  expect(pendingPings).toEqual(expect.any(Number))
})

it('finds users by names without accents', async () => {
  const zoe = await makeUser('zoe')
  await db.update(users).set({ name: 'Zoë Ångström' }).where(eq(users.id, zoe.id))
  const found = await readAsAdmin(userList, { q: 'zoe angstrom' })
  expect(found.rows.map(({ id }) => id)).toEqual([zoe.id])
  expect((await readAsAdmin(userList, { q: zoe.email.slice(5) })).rows.map(({ id }) => id)).toEqual([zoe.id])
})
