import { sql } from 'drizzle-orm'
import type { Db } from '@/db/client'

/**
 * Returns whether mail is delayed: a delivery was attempted recently and failed, and none has succeeded since. Covers
 * the whole installation, so it does not reveal whether a given address has an account.
 */
export async function isMailDelayed(db: Db): Promise<boolean> {
  const [row] = await db.execute<{ isDelayed: boolean }>(sql`
    select outcome = 'queued' as "isDelayed" from deliveries
    where attempts > 0 and created_at > now() - interval '1 hour'
    order by coalesce(sent_at, created_at) desc limit 1`)
  return row?.isDelayed ?? false
}
