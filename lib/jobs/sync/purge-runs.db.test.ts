import { eq } from 'drizzle-orm'
import { v7 as uuidv7 } from 'uuid'
import { expect, it } from 'vitest'
import { db } from '@/db/client'
import { syncRuns } from '@/db/schema/connections'
import { DAY, HOUR } from '@/lib/calendar/day'
import { NO_COUNTS } from '@/lib/commands/rows/sync-runs'
import { makeUser } from '@/test/database/fixtures'
import { insertGoogleBinding, insertGoogleConnection } from '@/test/database/google-account'
import { purge } from '../upkeep'

it('keeps the log of a sync for thirty days', async () => {
  const user = await makeUser()
  const connection = await insertGoogleConnection(user.id, { access_token: 'token' })
  const bindingId = await insertGoogleBinding(connection, user.calendar)
  const [old, kept] = [30 * DAY + HOUR, 30 * DAY - HOUR].map((age) => ({
    ...{ id: uuidv7(), bindingId, counts: NO_COUNTS },
    startedAt: new Date(Date.now() - age),
  }))
  await db.insert(syncRuns).values([old!, kept!])
  await purge()
  expect(await db.select().from(syncRuns).where(eq(syncRuns.bindingId, bindingId))).toMatchObject([
    { id: kept!.id },
  ])
})
