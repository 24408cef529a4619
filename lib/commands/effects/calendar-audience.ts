import { and, eq, isNotNull, sql } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { shares } from '@/db/schema/calendars'
import type { Job } from '@/lib/queue'
import { type Stream, streamName } from '@/lib/realtime/channels'

/**
 * Returns the streams of all who see a calendar: its own, that of its owner, and those of its sharees. Sharees by
 * e-mail address are notified by a consumer, because a response with their stream would reveal that they have an
 * account.
 */
export async function calendarAudience(
  tx: Tx,
  { id, ownerUserId, ownerGroupId }: { id: string; ownerUserId: string | null; ownerGroupId: string | null },
): Promise<Stream[]> {
  const rows = await tx
    .select()
    .from(shares)
    .where(and(eq(shares.calendarId, id), isNotNull(shares.acceptedAt)))
  return [
    streamName('calendar', id),
    ownerUserId ? streamName('user', ownerUserId) : streamName('group', ownerGroupId!),
    ...rows.flatMap((share) => shareeStreams(share)),
  ]
}

/** A user, a group or an e-mail address that a calendar is shared with. */
export interface Sharee {
  calendarId: string
  userId?: string | null
  groupId?: string | null
  email?: string | null
}

/** Returns the stream of a sharee; none for an e-mail address. */
export function shareeStreams({ userId, groupId }: Sharee): Stream[] {
  if (userId) return [streamName('user', userId)]
  return groupId ? [streamName('group', groupId)] : []
}

/**
 * Returns the jobs that end the live connections of sharees who lose a permission; none for an e-mail address, as in
 * {@link calendarAudience}.
 */
export async function cutOffJobs(tx: Tx, sharee: Sharee): Promise<Job[]> {
  const { userId, groupId } = sharee
  if (userId) return [{ name: 'cut-off', payload: { user: userId } }]
  if (!groupId) return []
  const members = await tx.execute<{ user: string }>(
    sql`select user_id as "user" from members where group_id = ${groupId}`,
  )
  return members.map(({ user }) => ({ name: 'cut-off', payload: { user } }))
}
