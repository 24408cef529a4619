import { eq, sql } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { singleRow } from '@/db/rows'
import { users } from '@/db/schema/users'
import { type Actor, userIdOf } from '@/lib/access/actor'
import { DAY } from '@/lib/calendar/day'

/** Maximum age in days of changes that count as new. */
const MAX_UNSEEN_DAYS = 30

/** Returns the time since which changes are new to a user: the last visit, or a week ago for a new user. */
export function unseenSince(newsSeenAt: Date | null, now: number): number {
  return Math.max(newsSeenAt?.getTime() ?? now - 7 * DAY, now - MAX_UNSEEN_DAYS * DAY)
}

/**
 * Returns the time up to which a query that starts now reads all changes. Earlier than now while commands are running:
 * what they have already written becomes visible when they commit, and is new then. Background processes of Postgres,
 * such as autovacuum, write no changes.
 */
export async function readableUpTo(db: Db): Promise<number> {
  const row = singleRow(
    await db.execute<{ at: number }>(sql`
    select floor(extract(epoch from least(clock_timestamp(), min(xact_start))) * 1000)::float8 as at
    from pg_stat_activity
    where datname = current_database() and backend_type = 'client backend' and backend_xid is not null`),
  )
  return row.at
}

/**
 * Stores the time up to which a user has seen changes; never a future time, and never earlier than the stored one. No
 * command, because it changes nothing that other users see. @throws AppError SIGNED_OUT
 */
export async function markNewsSeen(db: Db, actor: Actor, at: number): Promise<void> {
  const seenAt = new Date(Math.min(at, Date.now())).toISOString()
  await db
    .update(users)
    .set({ newsSeenAt: sql`greatest(${users.newsSeenAt}, ${seenAt}::timestamptz)` })
    .where(eq(users.id, userIdOf(actor)))
}
