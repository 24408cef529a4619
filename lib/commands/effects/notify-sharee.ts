import { and, eq, isNotNull, isNull, sql } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { users } from '@/db/schema/users'
import { isSenderBlocked } from '@/lib/access/blocked-users'
import type { Outcome } from '@/lib/commands/pipeline/changes'
import { streamName } from '@/lib/realtime/channels'
import { removeOrphanedPlacements } from './orphaned-placements'

/**
 * Tells the user who has verified an address, if there is one, that a share of a calendar with the address has changed.
 * Never part of the sharer's own transaction: its answer would reveal whether the address has an account.
 */
export async function notifySharee(
  tx: Tx,
  { email, calendar, cutOff }: { email: string; calendar: string; cutOff: boolean },
): Promise<Omit<Outcome<unknown>, 'result'>> {
  const [user] = await tx
    .select({ id: users.id })
    .from(users)
    .where(and(eq(users.email, email), isNotNull(users.emailVerified), isNull(users.deletedAt)))
  if (!user || (!cutOff && (await isBlocked(tx, user.id, email, calendar)))) return { changes: [] }
  return {
    changes: [
      { stream: streamName('user', user.id), entity: 'share', id: calendar, op: 'changed' },
      ...(cutOff ? await removeOrphanedPlacements(tx, [user.id]) : []),
    ],
    jobs: cutOff ? [{ name: 'cut-off', payload: { user: user.id } }] : [],
  }
}

/** Whether a user has blocked the sender of a share with their address that waits to be accepted. */
async function isBlocked(tx: Tx, userId: string, email: string, calendarId: string): Promise<boolean> {
  const [row] = await tx.execute(sql`
    select 1 from shares s where s.email = ${email} and s.calendar_id = ${calendarId} and s.accepted_by is null
      and ${isSenderBlocked(sql`${userId}::uuid`, sql`s.created_by`)}`)
  return row !== undefined
}
