import { sql } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { DAY, MINUTE } from '@/lib/calendar/day'

/** Minimum time between two runs of a feed: an address that anyone can enter must not occupy a worker all the time. */
const MIN_PAUSE_MS = MINUTE

/**
 * Number of events that a feed changes or deletes in a day, so that a feed whose events always change cannot fill the
 * disk.
 */
const MAX_DAILY_WRITES = 10_000

/**
 * Returns the minimum time from now until the next run of a feed, in milliseconds, by what its last run has written.
 */
export async function feedPauseMs(db: Db, bindingId: string): Promise<number> {
  const [row] = await db.execute<{ pauseMs: number }>(sql`
    select greatest(
      extract(epoch from b.last_run_at - now()) * 1000 + ${MIN_PAUSE_MS}::int,
      extract(epoch from r.started_at - now()) * 1000 + least(${DAY}::int, ${DAY / MAX_DAILY_WRITES}::float8
        * ((r.counts ->> 'changed')::int + (r.counts ->> 'deleted')::int)), 0)::float8 as "pauseMs"
    from bindings b left join lateral (
      select * from sync_runs where binding_id = b.id order by started_at desc limit 1) r on true
    where b.id = ${bindingId}`)
  return Math.min(row?.pauseMs ?? 0, DAY)
}
