import { and, eq, sql } from 'drizzle-orm'
import { v7 as uuidv7 } from 'uuid'
import { beforeEach, expect, it } from 'vitest'
import { db } from '@/db/client'
import { shares } from '@/db/schema/calendars'
import { bindings, connections, links } from '@/db/schema/connections'
import { events } from '@/db/schema/events'
import { members } from '@/db/schema/groups'
import { users } from '@/db/schema/users'
import { DAY, HOUR } from '@/lib/calendar/day'
import { answerEvent } from '@/lib/commands/answers'
import { createCalendar, deleteCalendar } from '@/lib/commands/calendars'
import { deleteEvent, updateEvent } from '@/lib/commands/events'
import { setEventAlarms } from '@/lib/commands/layers'
import { removeMember } from '@/lib/commands/members'
import { execute } from '@/lib/commands/pipeline/execute'
import { decideDeletions } from '@/lib/commands/sync-deletions'
import { pauseSync } from '@/lib/commands/sync-settings'
import { restore } from '@/lib/commands/trash'
import { as, type Family, hour, makeFamily } from '@/test/database/fixtures'
import { insertGoogleBinding, insertGoogleConnection } from '@/test/database/google-account'
import { dispatch } from '../dispatch'
import { checkSyncs } from '../sync/check-syncs'
import { queueDueSyncs } from '../sync/schedule'

const FAR = hour('2126-11-21')
const later = () => new Date(Date.now() + 3_600_000)

let family: Family
let binding: string
beforeEach(async () => {
  family = await makeFamily()
  const connection = await insertGoogleConnection(family.editor.id, { access_token: 'token' })
  // Those of earlier tests must not become due on a slow machine.
  await db.update(bindings).set({ nextRunAt: later() })
  binding = await insertGoogleBinding(connection, family.calendar, { nextRunAt: later() })
  await dispatch()
})

const create = (calendarId = family.calendar) => as(family.owner).createEvent({ calendarId, span: FAR })
async function isWoken() {
  await dispatch()
  const [row] = await db.select().from(bindings).where(eq(bindings.id, binding))
  const isSoon = row!.nextRunAt !== null && row!.nextRunAt.getTime() < Date.now() + 10_000
  await db.update(bindings).set({ nextRunAt: later() }).where(eq(bindings.id, binding))
  return isSoon
}
async function link(eventId: string) {
  const id = uuidv7()
  const fields = { remoteId: id, state: {}, origin: 'local' as const }
  await db.insert(links).values({ id, bindingId: binding, eventId, ...fields })
  return async () => (await db.select().from(links).where(eq(links.id, id)))[0]!.isDirty
}

it('wakes the binding of a calendar when an event is created, changed or deleted', async () => {
  const event = await create()
  expect(await isWoken()).toBe(true)
  const { version } = (
    await as(family.owner).run(updateEvent, {
      id: event.id,
      version: event.version,
      patch: { title: 'Later' },
    })
  ).result
  expect(await isWoken()).toBe(true)
  await as(family.owner).run(deleteEvent, { id: event.id, version })
  expect(await isWoken()).toBe(true)
})

it('does not wake a binding if a sync wrote the change, or if the binding is one-way', async () => {
  const { id, version } = await create()
  await isWoken()
  const onBehalfOf = { user: family.editor.id, calendars: [family.calendar] }
  const input = { id, version, patch: { title: 'From Google' } }
  await execute({ kind: 'job', name: 'sync', onBehalfOf }, updateEvent, input, { origin: 'job' })
  expect(await isWoken()).toBe(false)
  await db.update(bindings).set({ direction: 'pull' }).where(eq(bindings.id, binding))
  await create()
  expect(await isWoken()).toBe(false)
})

it('keeps the retry time of a binding whose last run failed', async () => {
  await db.update(bindings).set({ failures: 1 }).where(eq(bindings.id, binding))
  await create()
  expect(await isWoken()).toBe(false)
})

it('stores no cursor for changes in calendars that are not synced', async () => {
  await create(family.owner.calendar)
  const stream = `calendar-${family.owner.calendar}`
  const waiting = await db.execute(
    sql`select 1 from consumer_cursors where consumer = 'sync' and stream = ${stream}`,
  )
  expect(waiting).toEqual([])
})

it('marks events whose answers or own reminders have changed', async () => {
  const { editor, owner } = family
  const event = await as(owner).createEvent({
    calendarId: family.calendar,
    span: FAR,
    attendees: [editor.id],
  })
  const isDirty = await link(event.id)
  await isWoken()
  await as(editor).run(answerEvent, { id: event.id, version: event.version, status: 'accepted' })
  expect(await isWoken()).toBe(true)
  expect(await isDirty()).toBe(true)
  await db.update(links).set({ isDirty: false }).where(eq(links.bindingId, binding))
  const alarms = [{ minutesBefore: 10, method: 'push' as const }]
  await as(owner).run(setEventAlarms, { id: event.id, occurrence: null, alarms })
  await dispatch()
  expect(await isDirty()).toBe(false)
  await as(editor).run(setEventAlarms, { id: event.id, occurrence: null, alarms })
  expect(await isWoken()).toBe(true)
  expect(await isDirty()).toBe(true)
})

it('wakes the binding when its user leaves the group, and when the calendar is deleted or restored', async () => {
  const { owner, editor, group, calendar } = family
  await as(owner).run(createCalendar, { name: 'Another', group })
  await as(owner).run(deleteCalendar, { calendar })
  expect(await isWoken()).toBe(true)
  await as(owner).run(restore, { calendar })
  expect(await isWoken()).toBe(true)
  await as(owner).run(removeMember, { group, user: editor.id })
  expect(await isWoken()).toBe(true)
})

it.each([
  ['paused', () => as(family.editor).run(pauseSync, { binding, isPaused: false })],
  ['needs-approval', () => as(family.editor).run(decideDeletions, { binding, choice: 'delete' })],
] as const)(
  'makes the events of a %s sync editable when its user leaves the group, and read-only once it resumes',
  async (state, resume) => {
    const { owner, editor, group, calendar } = family
    const { id } = await create()
    await link(id)
    await db.update(bindings).set({ direction: 'pull', state }).where(eq(bindings.id, binding))
    await db.update(events).set({ readOnly: 'one-way' }).where(eq(events.id, id))
    const readOnly = async () => (await db.select().from(events).where(eq(events.id, id)))[0]!.readOnly
    const [membership] = await db.select().from(members).where(eq(members.userId, editor.id))
    await as(owner).run(removeMember, { group, user: editor.id })
    const stream = sql`select seq::int as seq from streams where stream = ${`calendar-${calendar}`}`
    const [before] = await db.execute<{ seq: number }>(stream)
    await dispatch()
    expect(await readOnly()).toBeNull()
    expect(await db.execute(stream)).toEqual([{ seq: before!.seq + 1 }])
    await db.insert(members).values(membership!)
    await resume()
    expect(await readOnly()).toBe('one-way')
    await db.delete(bindings).where(eq(bindings.id, binding))
  },
)

it.each([
  [
    'a share with the group of its user ends',
    () => db.delete(shares).where(eq(shares.groupId, family.group)),
  ],
  [
    'its user is suspended',
    () => db.update(users).set({ suspendedAt: new Date() }).where(eq(users.id, family.editor.id)),
  ],
])('makes the events of a paused sync editable, and wakes an active one, when %s', async (_, end) => {
  const { owner, editor, group } = family
  const share = { id: uuidv7(), groupId: group, level: 'editor' as const, acceptedAt: new Date() }
  await db.insert(shares).values({ ...share, calendarId: owner.calendar, createdBy: owner.id })
  await db
    .update(bindings)
    .set({ calendarId: owner.calendar, state: 'paused' })
    .where(eq(bindings.id, binding))
  const active = await insertGoogleBinding(
    await insertGoogleConnection(editor.id, { access_token: 'x' }),
    owner.calendar,
    {
      ...{ direction: 'pull', nextRunAt: later() },
    },
  )
  const { id } = await create(owner.calendar)
  await link(id)
  await db.update(events).set({ readOnly: 'one-way' }).where(eq(events.id, id))
  const state = async () => {
    await checkSyncs()
    const [event] = await db.select().from(events).where(eq(events.id, id))
    const [row] = await db.select().from(bindings).where(eq(bindings.id, active))
    return [event!.readOnly, row!.nextRunAt!.getTime() < Date.now() + 10_000]
  }
  expect(await state()).toEqual(['one-way', false])
  await end()
  expect(await state()).toEqual([null, true])
  await db.delete(bindings).where(eq(bindings.id, active))
})

it('keeps the events of a paused sync read-only when its user leaves another group', async () => {
  const { editor } = family
  const { id } = await create()
  await link(id)
  await db.update(events).set({ readOnly: 'one-way' }).where(eq(events.id, id))
  await as(editor).run(pauseSync, { binding, isPaused: true })
  const other = await makeFamily()
  await db.insert(members).values({ groupId: other.group, userId: editor.id, role: 'editor', color: 'sky' })
  await as(other.owner).run(removeMember, { group: other.group, user: editor.id })
  await dispatch()
  expect((await db.select().from(events).where(eq(events.id, id)))[0]!.readOnly).toBe('one-way')
})

it.each([
  ['after a run', { lastRunAt: new Date(Date.now() + DAY), nextRunAt: new Date(Date.now() + DAY + HOUR) }],
  ['during the first run', { lastRunAt: null, nextRunAt: new Date(Date.now() + DAY + HOUR) }],
])('runs a binding soon when the clock was set back by a day %s', async (_, columns) => {
  await db.update(bindings).set(columns).where(eq(bindings.id, binding))
  const isDue = async () =>
    (await db.select().from(bindings).where(eq(bindings.id, binding)))[0]!.nextRunAt!.getTime() <= Date.now()
  expect(await isDue()).toBe(false)
  await checkSyncs()
  expect(await isDue()).toBe(true)
  await queueDueSyncs()
  await checkSyncs()
  expect(await isDue()).toBe(false)
})

it('queues the feeds of a user in one queue with separate workers', async () => {
  const due = new Date(Date.now() - 1000)
  const [row] = await db.update(bindings).set({ nextRunAt: due }).where(eq(bindings.id, binding)).returning()
  const [connection] = await db
    .update(connections)
    .set({ kind: 'ics' })
    .where(eq(connections.id, row!.connectionId))
    .returning()
  expect(await queueDueSyncs()).toBe(1)
  const jobs = await db.execute(sql`
    select queue_name as queue, task_identifier as task from graphile_worker.jobs where key = ${`sync-${binding}`}`)
  expect(jobs).toEqual([{ queue: `hosted-${connection!.userId}`, task: 'sync-hosted' }])
})

it('queues a due binding once, in one of two queues of its user', async () => {
  const due = new Date(Date.now() - 1000)
  await db.update(bindings).set({ nextRunAt: due }).where(eq(bindings.id, binding))
  expect((await Promise.all([queueDueSyncs(), queueDueSyncs()])).toSorted()).toEqual([0, 1])
  expect(await queueDueSyncs()).toBe(0)
  const jobs = await db.execute(sql`
    select queue_name as queue from graphile_worker.jobs where key = ${`sync-${binding}`}`)
  expect(jobs).toEqual([{ queue: expect.stringMatching(`^sync-${family.editor.id}-[01]$`) }])
  await db
    .update(bindings)
    .set({ nextRunAt: due, state: 'paused' })
    .where(and(eq(bindings.id, binding)))
  expect(await queueDueSyncs()).toBe(0)
})
