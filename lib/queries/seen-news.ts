import { eq, sql } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { users } from '@/db/schema/users'
import { type Actor, userIdOf } from '@/lib/access/actor'
import { DAY } from '@/lib/calendar/day'

/** Nobody is told what is older, however long ago they looked. */
const MAX_UNSEEN_DAYS = 30

/** Since when changes are new to somebody: since they last looked, or for a newcomer since a week ago. */
export function unseenSince(lookedAt: Date | null, now: number): number {
  return Math.max(lookedAt?.getTime() ?? now - 7 * DAY, now - MAX_UNSEEN_DAYS * DAY)
}

/**
 * Up to when changes are shown to whoever reads them after this. Not up to now: what a command that is under way has
 * already written is seen once it commits, and is new then.
 */
export async function readableUpTo(db: Db): Promise<number> {
  const [row] = (await db.execute(sql`
    select floor(extract(epoch from least(clock_timestamp(), min(xact_start))) * 1000)::float8 as at
    from pg_stat_activity where datname = current_database() and backend_xid is not null`)) as unknown as [
    { at: number },
  ]
  return row.at
}

/**
 * Notes up to when somebody has been shown what changed; never later than now, and never back. No command: it is
 * nobody else's, and changes nothing that anybody shares. @throws AppError SIGNED_OUT
 */
export async function markNewsSeen(db: Db, actor: Actor, at: number): Promise<void> {
  const shown = new Date(Math.min(at, Date.now())).toISOString()
  await db
    .update(users)
    .set({ lookedAt: sql`greatest(${users.lookedAt}, ${shown}::timestamptz)` })
    .where(eq(users.id, userIdOf(actor)))
}
