import { eq } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { db } from '@/db/client'
import { events } from '@/db/schema/events'
import { spanFromRow } from '@/lib/calendar/span'
import { approveDeletions, undoHeldDeletions } from '@/lib/commands/effects/held-deletions'
import { createEvent, deleteEvent } from '@/lib/commands/events'
import { as } from '@/test/database/fixtures'
import {
  eventsIn,
  linksOfBinding,
  makeRemoteEvent,
  makeSyncedAccount,
  type SyncedAccount,
} from './sync.test.account'

let account: SyncedAccount

/** Syncs twelve events, deletes them in Kinday (`here`) or at Google (`there`), and syncs, which holds them back. */
async function makeHeld(side: 'here' | 'there', fields: Parameters<typeof makeSyncedAccount>[0] = {}) {
  account = await makeSyncedAccount(fields)
  const { store, user, sync, calendar } = account
  const ids = Array.from({ length: 12 }, (_, index) => `event${index}`)
  for (const id of ids) store.insert(makeRemoteEvent(id))
  await sync()
  const events = await eventsIn(calendar)
  if (side === 'there') for (const id of ids) store.delete(id)
  else for (const { id } of events) await as(user).run(deleteEvent, { id, version: 1 })
  expect(await sync()).toMatchObject({ outcome: 'needs-approval' })
  return { ids: events.map(({ id }) => id), ...account }
}

const remoteCount = () =>
  [...account.store.events.values()].filter(({ event }) => event.status !== 'cancelled').length

const approve = () => db.transaction((tx) => approveDeletions(tx, account.binding))
const keep = () =>
  db.transaction((tx) => {
    const { binding, calendar, user } = account
    return undoHeldDeletions(tx, { id: binding, calendarId: calendar, userId: user.id }, new Date())
  })

it.each(['here', 'there'] as const)('carries out deletions made %s once they are approved', async (side) => {
  const { calendar, sync, binding } = await makeHeld(side)
  await approve()
  expect(await sync()).toMatchObject({ outcome: 'done' })
  expect([(await eventsIn(calendar)).length, remoteCount(), await linksOfBinding(binding)]).toEqual([
    0,
    0,
    [],
  ])
})

it('asks again if as many other events would be deleted as the user has approved', async () => {
  account = await makeSyncedAccount()
  const { store, sync, calendar } = account
  const ids = Array.from({ length: 24 }, (_, index) => `event${index}`)
  for (const id of ids) store.insert(makeRemoteEvent(id))
  await sync()
  for (const id of ids.slice(0, 12)) store.delete(id)
  expect(await sync()).toMatchObject({ outcome: 'needs-approval' })
  await approve()
  for (const id of ids.slice(0, 12)) store.patch(id, { status: 'confirmed' })
  for (const id of ids.slice(12)) store.delete(id)
  expect(await sync()).toMatchObject({ outcome: 'needs-approval' })
  expect(await eventsIn(calendar)).toHaveLength(24)
})

it('creates remotely deleted events again if the user keeps them', async () => {
  const { calendar, sync, ids } = await makeHeld('there')
  await keep()
  expect(await sync()).toMatchObject({ outcome: 'done' })
  expect([(await eventsIn(calendar)).map(({ id }) => id).sort(), remoteCount()]).toEqual([ids.sort(), 12])
  expect(await sync()).toEqual({ hasChanged: false, outcome: 'done' })
})

it('restores events that were deleted in Kinday if the user keeps them', async () => {
  const { calendar, sync, ids } = await makeHeld('here')
  await keep()
  expect(await sync()).toMatchObject({ outcome: 'done' })
  expect([(await eventsIn(calendar)).map(({ id }) => id).sort(), remoteCount()]).toEqual([ids.sort(), 12])
})

it('restores no event whose UID another event of the calendar has got since', async () => {
  const { calendar, sync, ids, user } = await makeHeld('here')
  const [former] = await db.select().from(events).where(eq(events.id, ids[0]!))
  const other = await as(user).run(createEvent, {
    ...{ calendarId: calendar, title: 'Moved back', span: spanFromRow(former!) },
  })
  const { id } = other.result
  await db.update(events).set({ uid: former!.uid }).where(eq(events.id, id))
  await keep()
  expect(await sync()).toMatchObject({ outcome: 'done' })
  const stored = (await eventsIn(calendar)).map((event) => event.id).sort()
  expect([stored, remoteCount()]).toEqual([[...ids.slice(1), id].sort(), 12])
})

it('brings no deleted event back beside another one that has got its UID', async () => {
  account = await makeSyncedAccount()
  const { calendar, sync, user, store } = account
  store.insert(makeRemoteEvent('event'))
  await sync()
  const [former] = await eventsIn(calendar)
  await as(user).run(deleteEvent, { id: former!.id, version: 1 })
  const { result } = await as(user).run(createEvent, {
    ...{ calendarId: calendar, title: former!.title, span: spanFromRow(former!) },
  })
  await db.update(events).set({ uid: former!.uid }).where(eq(events.id, result.id))
  store.patch('event', { location: 'Changed remotely' })
  expect(await sync()).toMatchObject({ outcome: 'done' })
  expect(await eventsIn(calendar)).toMatchObject([{ id: result.id, location: 'Changed remotely' }])
  expect(remoteCount()).toBe(1)
  expect(await sync()).toEqual({ hasChanged: false, outcome: 'done' })
})

it('makes remotely deleted events of a one-way binding editable if the user keeps them', async () => {
  const { calendar, sync } = await makeHeld('there', { direction: 'pull' })
  await keep()
  await sync()
  expect((await eventsIn(calendar)).map(({ readOnly }) => readOnly)).toEqual(Array(12).fill(null))
})
