import { eq } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { db } from '@/db/client'
import { links } from '@/db/schema/connections'
import { alarms } from '@/db/schema/layers'
import { DAY, wallOf } from '@/lib/calendar/day'
import { wallOfId } from '@/lib/calendar/series/recurrence'
import { instantAt } from '@/lib/calendar/zones/wall-time'
import { updateEvent } from '@/lib/commands/events'
import { setEventAlarms } from '@/lib/commands/layers'
import { updateBinding } from '@/lib/commands/sync-settings'
import { as, insertCalendar } from '@/test/database/fixtures'
import { eventsIn, makeRemoteEvent, makeSyncedAccount } from './sync.test.account'

const minutesOf = async (eventId: string) => {
  const rows = await db.select().from(alarms).where(eq(alarms.eventId, eventId)).orderBy(alarms.minutesBefore)
  return rows.map(({ userId, minutesBefore, recurrenceId }) => [
    userId,
    minutesBefore,
    ...(recurrenceId ? [recurrenceId] : []),
  ])
}

it('takes the reminders of the account as alarms of its user, and sends those that the user changes', async () => {
  const account = await makeSyncedAccount()
  const { store, sync, calendar, user, binding } = account
  const overrides = [{ method: 'popup', minutes: 30 }]
  store.insert(makeRemoteEvent('dinner', { reminders: { useDefault: false, overrides } }))
  store.insert(makeRemoteEvent('lunch'))
  await sync()
  const [dinner, lunch] = await eventsIn(calendar)
  expect([await minutesOf(dinner!.id), await minutesOf(lunch!.id)]).toEqual([[[user.id, 30]], []])
  const set = (id: string, minutes: number) =>
    as(user).run(setEventAlarms, { id, alarms: [{ minutesBefore: minutes, method: 'push' }] })
  await set(dinner!.id, 45)
  await set(lunch!.id, 5)
  // As the consumer of changes does.
  await db.update(links).set({ isDirty: true }).where(eq(links.bindingId, binding))
  await sync()
  expect(['dinner', 'lunch'].map((id) => store.get(id).reminders)).toMatchObject([
    { useDefault: false, overrides: [{ minutes: 45 }] },
    { useDefault: false, overrides: [{ minutes: 5 }] },
  ])
  expect(await sync()).toEqual({ hasChanged: false, outcome: 'done' })
  store.patch('dinner', { reminders: { useDefault: true, overrides: [] } })
  await sync()
  expect([await minutesOf(dinner!.id), await minutesOf(lunch!.id)]).toEqual([[], [[user.id, 5]]])
})

it('keeps the reminders of an event that returns after it was moved away in Kinday and changed at the provider', async () => {
  const { store, sync, calendar, user } = await makeSyncedAccount()
  const other = await insertCalendar({ ownerUserId: user.id })
  const reminders = { useDefault: false, overrides: [{ method: 'popup', minutes: 30 }] }
  store.insert(makeRemoteEvent('dinner', { reminders }))
  await sync()
  const [dinner] = await eventsIn(calendar)
  const { id, version } = dinner!
  await as(user).run(updateEvent, { id, version, patch: { calendarId: other } })
  store.patch('dinner', { summary: 'Supper' })
  await sync()
  const [supper] = await eventsIn(calendar)
  expect(supper).toMatchObject({ title: 'Supper' })
  expect(await minutesOf(supper!.id)).toEqual([[user.id, 30]])
})

it('sends only the reminders of an event that another account organizes', async () => {
  const { store, sync, calendar, user, binding } = await makeSyncedAccount()
  const organizer = { email: 'chief@example.org' }
  const { summary } = store.insert(makeRemoteEvent('concert', { organizer }))
  await sync()
  const [concert] = await eventsIn(calendar)
  await as(user).run(setEventAlarms, { id: concert!.id, alarms: [{ minutesBefore: 45, method: 'push' }] })
  await db.update(links).set({ isDirty: true }).where(eq(links.bindingId, binding))
  await sync()
  const reminders = { useDefault: false, overrides: [{ method: 'popup', minutes: 45 }] }
  expect(store.get('concert')).toMatchObject({ summary, reminders })
  expect(await sync()).toEqual({ hasChanged: false, outcome: 'done' })
})

it('syncs reminders of single occurrences in both directions', async () => {
  const { store, sync, calendar, user, binding } = await makeSyncedAccount()
  const overrides = [{ method: 'popup', minutes: 30 }]
  const { id, start } = store.insert(makeRemoteEvent('choir', { recurrence: ['RRULE:FREQ=WEEKLY;COUNT=3'] }))
  const wall = start!.dateTime!.slice(0, 19)
  const second = wallOf(wallOfId(wall) + 7 * DAY)
  const third = wallOf(wallOfId(wall) + 14 * DAY)
  const instance = (at: string) =>
    `${id}_${wallOf(instantAt(wallOfId(at), start!.timeZone!)).replace(/[-:]/g, '')}Z`
  store.patch(instance(second), { reminders: { useDefault: false, overrides } })
  await sync()
  const [choir] = await eventsIn(calendar)
  expect(await minutesOf(choir!.id)).toEqual([[user.id, 30, second]])
  const set = (at: string, minutes: number[] | null) =>
    as(user).run(setEventAlarms, {
      ...{ id: choir!.id, version: choir!.version, occurrence: at },
      alarms: minutes?.map((minutesBefore) => ({ minutesBefore, method: 'push' as const })) ?? null,
    })
  await set(second, null)
  await set(third, [5])
  // As the consumer of changes does.
  await db.update(links).set({ isDirty: true }).where(eq(links.bindingId, binding))
  await sync()
  expect([second, third].map((at) => store.get(instance(at)).reminders)).toMatchObject([
    store.get(id!).reminders ?? { useDefault: true },
    { useDefault: false, overrides: [{ minutes: 5 }] },
  ])
  expect(await sync()).toEqual({ hasChanged: false, outcome: 'done' })
  store.patch(instance(third), { reminders: { useDefault: false, overrides } })
  await sync()
  expect(await minutesOf(choir!.id)).toEqual([[user.id, 30, third]])
})

it('sends the reminders that the user has set while the sync was one-way once it is two-way', async () => {
  const { store, sync, calendar, user, binding } = await makeSyncedAccount()
  store.insert(makeRemoteEvent('dinner'))
  await sync()
  const [dinner] = await eventsIn(calendar)
  const change = (direction: 'pull' | 'both') => as(user).run(updateBinding, { binding, direction })
  await change('pull')
  await as(user).run(setEventAlarms, { id: dinner!.id, alarms: [{ minutesBefore: 45, method: 'push' }] })
  await sync()
  expect(store.get('dinner').reminders).toBeUndefined()
  await change('both')
  await sync()
  expect(store.get('dinner').reminders).toMatchObject({ overrides: [{ minutes: 45 }] })
})
