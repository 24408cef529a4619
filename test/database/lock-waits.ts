import { sql } from 'drizzle-orm'
import { expect } from 'vitest'
import { db } from '@/db/client'

/** Until a statement of the test's database waits for another transaction. */
export async function oneWaits(): Promise<void> {
  const waiting = async () => {
    const [row] = await db.execute(sql`
      select count(*)::int as n from pg_stat_activity
      where datname = current_database() and wait_event_type = 'Lock'`)
    return row!.n
  }
  await expect.poll(waiting, { timeout: 15_000 }).toBe(1)
}
