import { eq, sql } from 'drizzle-orm'
import { expect, it, onTestFinished } from 'vitest'
import { db } from '@/db/client'
import { answers } from '@/db/schema/answers'
import { links } from '@/db/schema/connections'
import { answerEvent } from '@/lib/commands/answers'
import { createEvent, deleteEvent, updateEvent } from '@/lib/commands/events'
import { restore } from '@/lib/commands/trash'
import { startAccount as startMicrosoftAccount } from '@/lib/connectors/microsoft/microsoft.test.account'
import { as } from '@/test/database/fixtures'
import type { EventStore } from '@/test/servers/microsoft-graph/store'
import { makeRandomAccount, syncOnce } from './random.test.account'
import type { RandomProvider } from './random.test.provider'
import { eventsIn, makeRemoteEvent, makeSyncedAccount, type SyncedAccount } from './sync.test.account'

/** A weekly lesson on Mondays, from 2 March 2026. */
const lessons = (hour: string) => ({
  ...{ type: 'timed' as const, startZone: 'Europe/Berlin', endZone: 'Europe/Berlin' },
  ...{ start: `2026-03-02T${hour}:00:00`, end: `2026-03-02T${hour}:30:00` },
})

/** Gives one occurrence another title, and deletes another one. */
async function changeOccurrences({ user, calendar }: SyncedAccount): Promise<void> {
  const [event] = await eventsIn(calendar)
  const at = (day: string) => ({ id: `${day}T09:00:00`, scope: 'this' as const })
  const { id, version } = event!
  await as(user).run(updateEvent, { id, version, patch: { title: 'Concert' }, occurrence: at('2026-03-09') })
  await as(user).run(deleteEvent, { id, version: version + 1, occurrence: at('2026-03-16') })
}

/** Interrupts a run after its first write. */
async function interruptSync({ stub, sync }: SyncedAccount): Promise<void> {
  let writes = 0
  stub.fault = ({ method }) => {
    if (method !== 'GET') writes++
    return writes > 1 ? { status: 503, reason: 'backendError' } : undefined
  }
  await expect(sync()).rejects.toThrow()
  stub.fault = () => undefined
}

/** Returns the exceptions of the series at Google. */
const remoteExceptions = ({ store }: SyncedAccount) => {
  const [id] = [...store.events.keys()]
  return store.exceptionsOf(id!).map(({ id, status, summary }) => [id!.split('_')[1], status, summary])
}

it('keeps exceptions when the run is interrupted after it has moved their series', async () => {
  const account = await makeSyncedAccount()
  const { user, calendar, sync, store } = account
  store.insert(makeRemoteEvent('lessons', { recurrence: ['RRULE:FREQ=WEEKLY;COUNT=4'] }))
  await sync()
  await changeOccurrences(account)
  await sync()
  const [event] = await eventsIn(calendar)
  const { id, version } = event!
  await as(user).run(updateEvent, { id, version, patch: { span: lessons('11') } })
  await interruptSync(account)
  await sync()
  expect(await eventsIn(calendar)).toMatchObject([
    {
      recurrence: { exclusions: ['2026-03-16T11:00:00'] },
      overrides: { '2026-03-09T11:00:00': { title: 'Concert' } },
    },
  ])
  expect(remoteExceptions(account)).toEqual([['20260309T100000Z', 'confirmed', 'Concert']])
})

it('takes no exception of the former times for a new one when the run is interrupted after it has moved their series', async () => {
  const account = await makeSyncedAccount()
  const { user, calendar, sync, store } = account
  store.insert(makeRemoteEvent('lessons', { recurrence: ['RRULE:FREQ=DAILY;COUNT=9'] }, 9))
  store.patch('lessons_20260309T080000Z', { summary: 'Concert' })
  store.delete('lessons_20260311T080000Z')
  await sync()
  const { id, version } = (await eventsIn(calendar))[0]!
  // Two days earlier, the occurrences on these days are others.
  const span = {
    ...{ type: 'timed' as const, startZone: 'Europe/Berlin', endZone: 'Europe/Berlin' },
    ...{ start: '2026-03-07T09:00:00', end: '2026-03-07T10:00:00' },
  }
  await as(user).run(updateEvent, { id, version, patch: { span } })
  await interruptSync(account)
  await sync()
  expect(await eventsIn(calendar)).toMatchObject([{ recurrence: { exclusions: ['2026-03-09T09:00:00'] } }])
  expect((await eventsIn(calendar))[0]!.overrides).toEqual({ '2026-03-07T09:00:00': { title: 'Concert' } })
  expect(remoteExceptions(account).sort()).toEqual([
    ['20260307T080000Z', 'confirmed', 'Concert'],
    ['20260309T080000Z', 'cancelled', undefined],
    ['20260311T080000Z', 'confirmed', 'lessons'],
  ])
})

it('keeps exceptions when the run is interrupted after it has created their series', async () => {
  const account = await makeSyncedAccount()
  const { user, calendar, sync } = account
  const series = {
    calendarId: calendar,
    title: 'Lesson',
    span: lessons('09'),
    rules: ['FREQ=WEEKLY;COUNT=4'],
  }
  await as(user).run(createEvent, series)
  await changeOccurrences(account)
  await interruptSync(account)
  await sync()
  expect(await eventsIn(calendar)).toMatchObject([
    {
      recurrence: { exclusions: ['2026-03-16T09:00:00'] },
      overrides: { '2026-03-09T09:00:00': { title: 'Concert' } },
    },
  ])
  expect(remoteExceptions(account)).toMatchObject([['20260309T080000Z', 'confirmed', 'Concert']])
})

/** Creates an event whose creation at Microsoft gets no response, and is not listed or found afterwards. */
async function loseCreation() {
  const { stub, store, connector } = await startMicrosoftAccount()
  onTestFinished(() => stub.close())
  const account = await makeRandomAccount({ kind: 'microsoft', connect: () => connector } as RandomProvider)
  const { user, calendar } = account
  const span = { ...lessons('09'), end: '2026-03-02T09:45:00' }
  await as(user).run(createEvent, { calendarId: calendar, title: 'Lesson', span })
  stub.fault = ({ method }) => (method === 'POST' ? 'lost' : undefined)
  await expect(syncOnce(account)).rejects.toMatchObject({ problem: 'unreachable' })
  stub.fault = () => undefined
  stub.settings.listedRevision = 0
  await syncOnce(account)
  return { account, user, calendar, stub, store }
}

const subjectsIn = ({ events }: EventStore) => [...events.values()].map(({ fields }) => fields.subject)

it('creates no second event at Microsoft, which lists and finds the first one later', async () => {
  const { account, user, calendar, stub, store } = await loseCreation()
  expect(subjectsIn(store)).toEqual(['Lesson'])
  const [{ id, version } = {}] = await eventsIn(calendar)
  await as(user).run(updateEvent, { id: id!, version: version!, patch: { title: 'Concert' } })
  await syncOnce(account)
  stub.settings.listedRevision = null
  await syncOnce(account)
  expect(subjectsIn(store)).toEqual(['Concert'])
  expect(await eventsIn(calendar)).toMatchObject([{ id, title: 'Concert' }])
})

it('creates an event at once that was deleted in Outlook and restored here', async () => {
  const { stub, store, connector } = await startMicrosoftAccount()
  onTestFinished(() => stub.close())
  const account = await makeRandomAccount({ kind: 'microsoft', connect: () => connector } as RandomProvider)
  const { user, calendar } = account
  await as(user).run(createEvent, { calendarId: calendar, title: 'Lesson', span: lessons('09') })
  await syncOnce(account)
  const [event] = await eventsIn(calendar)
  for (const id of store.events.keys()) store.remove(id)
  await syncOnce(account)
  await as(user).run(restore, { event: event!.id })
  await syncOnce(account)
  expect(subjectsIn(store)).toEqual(['Lesson'])
})

it('creates an event again that Microsoft has not found for a day', async () => {
  const { account, calendar, store } = await loseCreation()
  for (const id of store.events.keys()) store.remove(id)
  await syncOnce(account)
  expect(subjectsIn(store)).toEqual([])
  await db.execute(
    sql`update links set pending = pending || '{"since":"2026-01-01T00:00:00Z"}' where pending is not null`,
  )
  await syncOnce(account)
  expect(subjectsIn(store)).toEqual(['Lesson'])
  expect(await eventsIn(calendar)).toMatchObject([{ title: 'Lesson' }])
})

it('keeps the new title of exceptions when the run is interrupted after it has renamed their series', async () => {
  const account = await makeSyncedAccount()
  const { user, calendar, sync, store } = account
  store.insert(makeRemoteEvent('lessons', { recurrence: ['RRULE:FREQ=WEEKLY;COUNT=4'] }))
  await sync()
  const { id, version } = (await eventsIn(calendar))[0]!
  const occurrence = { id: '2026-03-09T09:00:00', scope: 'this' as const }
  await as(user).run(updateEvent, { id, version, patch: { location: 'Hall' }, occurrence })
  await sync()
  await as(user).run(updateEvent, { id, version: version + 1, patch: { title: 'Choir' } })
  await interruptSync(account)
  await sync()
  expect(await eventsIn(calendar)).toMatchObject([
    { title: 'Choir', overrides: { [occurrence.id]: { location: 'Hall' } } },
  ])
  expect((await eventsIn(calendar))[0]!.overrides[occurrence.id]).not.toHaveProperty('title')
  expect(remoteExceptions(account)).toEqual([['20260309T080000Z', 'confirmed', 'Choir']])
})

it('keeps an answer to a series when the run is interrupted before its exceptions get it', async () => {
  const account = await makeSyncedAccount()
  const { user, calendar, binding, sync, store } = account
  const attendees = [{ email: user.email, self: true, responseStatus: 'needsAction' }]
  store.insert(makeRemoteEvent('lessons', { recurrence: ['RRULE:FREQ=WEEKLY;COUNT=4'], attendees }))
  store.patch('lessons_20260309T080000Z', { location: 'Hall' })
  await sync()
  const { id, version } = (await eventsIn(calendar))[0]!
  await as(user).run(answerEvent, { id, version, status: 'accepted' })
  await db.update(links).set({ isDirty: true }).where(eq(links.bindingId, binding))
  await interruptSync(account)
  await sync()
  const stored = await db.select().from(answers).where(eq(answers.eventId, id))
  expect(stored.map(({ recurrenceId, status }) => [recurrenceId, status])).toEqual([[null, 'accepted']])
  expect(store.get('lessons_20260309T080000Z').attendees).toMatchObject([{ responseStatus: 'accepted' }])
})
