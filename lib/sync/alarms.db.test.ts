import { eq } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { db } from '@/db/client'
import { links } from '@/db/schema/connections'
import { alarms } from '@/db/schema/layers'
import { setEventAlarms } from '@/lib/commands/layers'
import { as } from '@/test/database/fixtures'
import { eventsIn, makeRemoteEvent, makeSyncedAccount } from './sync.test.account'

const minutesOf = async (eventId: string) => {
  const rows = await db.select().from(alarms).where(eq(alarms.eventId, eventId)).orderBy(alarms.minutesBefore)
  return rows.map(({ userId, minutesBefore }) => [userId, minutesBefore])
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
