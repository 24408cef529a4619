import { sql } from 'drizzle-orm'
import { expect } from 'vitest'
import { db } from '@/db/client'

/** Waits until a statement in the test's database waits for a lock. */
export async function waitForLockWait(): Promise<void> {
  const waiting = async () => {
    const [row] = await db.execute(sql`
      select count(*)::int as n from pg_stat_activity
      where datname = current_database() and wait_event_type = 'Lock'`)
    return row!.n
  }
  await expect.poll(waiting, { timeout: 15_000 }).toBe(1)
}
