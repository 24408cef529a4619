import { eq } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { db } from '@/db/client'
import { answers } from '@/db/schema/answers'
import { bindings } from '@/db/schema/connections'
import { placements } from '@/db/schema/placements'
import { grant } from '@/lib/access/grant'
import { importEvents } from '@/lib/commands/import'
import { makeFileEvent } from '@/lib/commands/import.test.file'
import { checkEvents } from '@/lib/schemas/checked-events'
import { as, makeFamily } from '@/test/database/fixtures'
import { previewSync } from './preview'
import {
  entriesOf,
  eventsIn,
  linksOfBinding,
  makeRemoteEvent,
  makeSyncedAccount,
  runsOf,
} from './sync.test.account'

it('adds, changes and deletes events as the remote calendar does, and logs each', async () => {
  const { store, sync, calendar, binding } = await makeSyncedAccount()
  store.insert(makeRemoteEvent('dinner'))
  store.insert(makeRemoteEvent('lunch', { location: 'Kitchen' }))
  expect(await sync()).toEqual({ hasChanged: true, outcome: 'done' })
  expect(await eventsIn(calendar)).toMatchObject([
    { title: 'dinner', uid: 'dinner@google.com', startWall: '2026-03-02T09:00:00' },
    { title: 'lunch', location: 'Kitchen' },
  ])
  store.patch('dinner', { summary: 'dinner for two' })
  store.delete('lunch')
  await sync()
  expect(await eventsIn(calendar)).toMatchObject([{ title: 'dinner for two' }])
  const runs = await runsOf(binding)
  expect(runs).toMatchObject([
    { outcome: 'done', counts: { added: 2, changed: 0, deleted: 0 } },
    { outcome: 'done', counts: { added: 0, changed: 1, deleted: 1 } },
  ])
  expect((await entriesOf(runs[1]!.id)).map(({ op, title }) => [op, title])).toEqual([
    ['changed', 'dinner for two'],
    ['deleted', 'lunch'],
  ])
  expect(await linksOfBinding(binding)).toMatchObject([{ remoteId: 'dinner', isDirty: false }])
})

it('does nothing and logs nothing if nothing has changed', async () => {
  const { store, sync, calendar, binding } = await makeSyncedAccount()
  store.insert(makeRemoteEvent('dinner'))
  await sync()
  const before = await eventsIn(calendar)
  expect(await sync()).toEqual({ hasChanged: false, outcome: 'done' })
  expect(await eventsIn(calendar)).toEqual(before)
  expect(await runsOf(binding)).toHaveLength(1)
})

it('reads everything again when the position has expired, keeps events, and deletes those that are missing', async () => {
  const { store, sync, calendar } = await makeSyncedAccount()
  for (const id of ['first', 'second', 'third']) store.insert(makeRemoteEvent(id))
  await sync()
  const before = await eventsIn(calendar)
  store.delete('second')
  store.patch('third', { summary: 'third again' })
  store.oldestToken = store.revision + 1
  store.revision += 2
  await sync()
  const after = await eventsIn(calendar)
  expect(after.map(({ title }) => title)).toEqual(['first', 'third again'])
  expect(after.map(({ id }) => id)).toEqual([before[0]!.id, before[2]!.id])
  expect(after[0]!.version).toBe(1)
})

it('adds a series whose changed and deleted occurrences are listed on earlier pages', async () => {
  const { store, stub, sync, calendar } = await makeSyncedAccount()
  store.insert(makeRemoteEvent('lessons', { recurrence: ['RRULE:FREQ=WEEKLY;COUNT=5'] }))
  store.patch('lessons_20260309T080000Z', { summary: 'lessons, moved' })
  store.delete('lessons_20260316T080000Z')
  store.patch('lessons', { location: 'Home' })
  stub.pageSize = 1
  await sync()
  expect(await eventsIn(calendar)).toMatchObject([
    {
      location: 'Home',
      recurrence: { exclusions: ['2026-03-16T09:00:00'] },
      overrides: { '2026-03-09T09:00:00': { title: 'lessons, moved' } },
    },
  ])
})

it('continues a first sync that was interrupted, without adding events twice', async () => {
  const { store, stub, sync, calendar, binding } = await makeSyncedAccount()
  for (let index = 0; index < 6; index++) store.insert(makeRemoteEvent(`event${index}`))
  stub.pageSize = 2
  stub.fault = ({ query }) =>
    query.get('pageToken')?.endsWith('.4') ? { status: 503, reason: 'x' } : undefined
  await expect(sync()).rejects.toMatchObject({ problem: 'unreachable' })
  expect(await runsOf(binding)).toMatchObject([
    { outcome: 'failed', problem: 'unreachable', counts: { added: 4 } },
  ])
  stub.fault = () => undefined
  await sync()
  expect((await eventsIn(calendar)).map(({ title }) => title)).toEqual(
    [0, 1, 2, 3, 4, 5].map((index) => `event${index}`),
  )
})

it('links an event that has the same UID, instead of adding it again', async () => {
  const { store, sync, calendar, user } = await makeSyncedAccount()
  const { events } = await checkEvents([makeFileEvent('dinner@google.com', { title: 'dinner' })])
  await as(user).run(importEvents, { parts: [{ calendarId: calendar, events }] })
  const [imported] = await eventsIn(calendar)
  store.insert(makeRemoteEvent('dinner', { location: 'Home' }))
  await sync()
  expect(await eventsIn(calendar)).toMatchObject([{ id: imported!.id, location: 'Home' }])
})

it('stores the answers of attendees, and recognizes the user by the address of the account', async () => {
  const { store, sync, calendar, user } = await makeSyncedAccount()
  const attendees = [
    { email: user.email, responseStatus: 'accepted' },
    { email: 'guest@example.org', responseStatus: 'tentative' },
  ]
  store.insert(makeRemoteEvent('dinner', { attendees }))
  await sync()
  const [event] = await eventsIn(calendar)
  const stored = () =>
    db
      .select({ userId: answers.userId, email: answers.email, status: answers.status })
      .from(answers)
      .where(eq(answers.eventId, event!.id))
      .orderBy(answers.email)
  expect(await stored()).toEqual([
    { userId: null, email: 'guest@example.org', status: 'tentative' },
    { userId: user.id, email: null, status: 'accepted' },
  ])
  store.patch('dinner', {
    attendees: [attendees[0]!, { email: 'guest@example.org', responseStatus: 'declined' }],
  })
  await sync()
  expect(await stored()).toMatchObject([{ status: 'declined' }, { status: 'accepted' }])
})

it('shows new events in the calendar of a group too, with the chosen detail', async () => {
  const { editor, calendar: placedIn } = await makeFamily()
  const { store, sync } = await makeSyncedAccount({ user: editor, placedIn, placedDetail: 'title' })
  store.insert(makeRemoteEvent('dinner'))
  await sync()
  const rows = await db.select().from(placements).where(eq(placements.calendarId, placedIn))
  expect(rows).toMatchObject([{ home: false, detail: 'title', placedBy: editor.id }])
})

it('marks events of a one-way binding as read-only, and events that the account does not organize', async () => {
  const oneWay = await makeSyncedAccount({ direction: 'pull' })
  oneWay.store.insert(makeRemoteEvent('dinner'))
  await oneWay.sync()
  expect(await eventsIn(oneWay.calendar)).toMatchObject([{ readOnly: 'one-way' }])
  const both = await makeSyncedAccount()
  both.store.insert(makeRemoteEvent('dinner', { organizer: { email: 'x@example.org' } }))
  both.store.insert(makeRemoteEvent('lunch'))
  await both.sync()
  expect(await eventsIn(both.calendar)).toMatchObject([{ readOnly: 'not-organizer' }, { readOnly: null }])
})

it('deletes nothing and waits for approval if more than ten events and a tenth of the calendar would be deleted', async () => {
  const { store, sync, calendar, binding } = await makeSyncedAccount()
  for (let index = 0; index < 30; index++) store.insert(makeRemoteEvent(`event${index}`))
  await sync()
  for (let index = 0; index < 11; index++) store.delete(`event${index}`)
  store.patch('event20', { summary: 'changed' })
  expect(await sync()).toMatchObject({ outcome: 'needs-approval' })
  const events = await eventsIn(calendar)
  expect([events.length, events[0]!.title]).toEqual([30, 'changed'])
  const [, run] = await runsOf(binding)
  expect(run).toMatchObject({ outcome: 'needs-approval', counts: { changed: 1, deleted: 11 } })
  const approvedDeletions = Array.from({ length: 11 }, (_, index) => `event${index}`)
  await db.update(bindings).set({ state: 'active', approvedDeletions }).where(eq(bindings.id, binding))
  await sync()
  expect(await eventsIn(calendar)).toHaveLength(19)
})

it('stops without applying anything when the user may not edit the calendar any more', async () => {
  const { viewer, calendar: calendarId } = await makeFamily()
  const { store, sync, calendar } = await makeSyncedAccount({ user: viewer, calendarId })
  store.insert(makeRemoteEvent('dinner'))
  await expect(sync()).rejects.toMatchObject({ code: 'FORBIDDEN' })
  expect(await eventsIn(calendar)).toEqual([])
})

it('previews how many events a first sync adds, changes, matches and skips', async () => {
  const { store, sync, calendar, user, connector, remote, binding } = await makeSyncedAccount()
  for (const id of ['dinner', 'lunch']) store.insert(makeRemoteEvent(id))
  await sync()
  const previewIn = async (calendarId: string | null) => {
    const grantOf = (id: string) => db.transaction((tx) => grant(tx, user, 'write', 'calendar', id))
    return previewSync(
      connector,
      remote,
      calendarId ? await grantOf(calendarId) : null,
      new AbortController().signal,
    )
  }
  expect(await previewIn(null)).toMatchObject({
    added: {
      count: 2,
      samples: [{ title: 'dinner', start: '2026-03-02T09:00:00', zone: 'Europe/Berlin' }, { title: 'lunch' }],
    },
    skipped: {},
  })
  expect(await previewIn(calendar)).toMatchObject({ added: { count: 0 }, skipped: { duplicate: 2 } })
  await db.delete(bindings).where(eq(bindings.id, binding))
  store.patch('dinner', { location: 'Home' })
  expect(await previewIn(calendar)).toMatchObject({
    changed: { count: 1, samples: [{ title: 'dinner' }] },
    matched: { count: 1, samples: [{ title: 'lunch' }] },
  })
})
