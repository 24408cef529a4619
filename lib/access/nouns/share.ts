import { eq, sql } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { shares } from '@/db/schema/calendars'
import { isAtLeast, levelOf } from '@/lib/calendar/roles'
import type { Actor } from '../actor'
import { levelsOf } from '../levels'
import type { LoadedTarget, VerbOf } from '../verbs'
import { LEVEL_FOR, lockCalendarAndRead } from './calendar'

export type ShareRow = typeof shares.$inferSelect

/**
 * Loads a share of a calendar with a user, group or address. Users with permission to share the calendar have the verbs
 * `share` (to change the share) and `remove`. Its sharees have `accept`, `decline` and `remove`: the user, an account
 * that has verified the address, or the owners and admins of the group. Until it is accepted, it gives no access, but
 * its sharees see it.
 */
export async function loadShare(
  tx: Tx,
  actor: Actor,
  id: string,
  verb: VerbOf<'share'>,
): Promise<LoadedTarget<ShareRow, 'share'> | undefined> {
  if (actor.kind !== 'user') return undefined
  // The calendar of a share never changes, so it can be read before the lock.
  const [unlocked] = await tx.select({ calendarId: shares.calendarId }).from(shares).where(eq(shares.id, id))
  if (!unlocked) return undefined
  const select = tx
    .select({
      row: shares,
      level: sql<number>`coalesce((select l.level from ${levelsOf(actor.id)} l where l.calendar_id = shares.calendar_id), 0)`,
      isReceived: isReceivedBy(actor.id),
      isCalendarActive: sql<boolean>`exists (select 1 from calendars c where c.id = shares.calendar_id and c.deleted_at is null)`,
    })
    .from(shares)
    .where(eq(shares.id, id))
  const [found] = await (verb === 'read' ? select : lockCalendarAndRead(tx, unlocked.calendarId, select))
  const level = levelOf(found?.level ?? 0)
  if (!found?.isCalendarActive) return undefined
  const canShare = level !== undefined && isAtLeast(level, LEVEL_FOR.share)
  return {
    row: found.row,
    isVisible: canShare || found.isReceived,
    allows: (verb) => {
      if (verb === 'read') return true
      if (verb === 'share') return canShare
      return found.isReceived || (verb === 'remove' && canShare)
    },
  }
}

/** Returns a SQL condition: whether the user is a sharee of a row of `shares`, and can answer it. */
export function isReceivedBy(userId: string) {
  return sql<boolean>`(shares.user_id = ${userId}::uuid
    or exists (select 1 from users u where u.id = ${userId}::uuid and u.email = shares.email and u.email_verified is not null)
    or exists (select 1 from members m where m.group_id = shares.group_id and m.user_id = ${userId}::uuid
      and m.role in ('owner', 'admin')))`
}
