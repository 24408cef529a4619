import { sql } from 'drizzle-orm'
import { db } from '@/db/client'

/** How many statements of the test's database wait for another transaction. */
export async function waiting(): Promise<number> {
  const [row] = await db.execute(sql`
    select count(*)::int as n from pg_stat_activity
    where datname = current_database() and wait_event_type = 'Lock'`)
  return Number(row!.n)
}
