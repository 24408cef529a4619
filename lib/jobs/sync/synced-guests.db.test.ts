import { eq } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { db } from '@/db/client'
import { notifications } from '@/db/schema/notifications'
import { eventsIn, makeSyncedAccount } from '@/lib/sync/sync.test.account'
import { makeUser } from '@/test/database/fixtures'
import { dispatch } from '../dispatch'

it('does not notify users of invitations that come from a provider', async () => {
  const guest = await makeUser('guest')
  const { store, sync, calendar } = await makeSyncedAccount()
  const attendees = [{ email: guest.email, responseStatus: 'needsAction' }]
  const at = (hour: number) => ({ dateTime: `2999-03-02T${hour}:00:00`, timeZone: 'Europe/Berlin' })
  // The first sync notifies of nothing at all.
  await sync()
  store.insert({ id: 'dinner', summary: 'dinner', start: at(18), end: at(20), attendees })
  await sync()
  await dispatch()
  expect(await eventsIn(calendar)).toMatchObject([{ title: 'dinner' }])
  expect(await db.select().from(notifications).where(eq(notifications.userId, guest.id))).toEqual([])
})
