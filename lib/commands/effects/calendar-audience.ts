import { and, eq, isNotNull, sql } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { shares } from '@/db/schema/calendars'
import type { Job } from '@/lib/queue'
import { type Stream, streamName } from '@/lib/realtime/channels'

/** Who is told of a calendar itself: streams that hear at once, and jobs for those that are only known by an address. */
export interface Audience {
  streams: Stream[]
  jobs: Job[]
}

/** Everybody who sees a calendar: its own stream, that of its owner, and those of whom it is shared with. */
export async function calendarAudience(
  tx: Tx,
  { id, ownerUserId, ownerGroupId }: { id: string; ownerUserId: string | null; ownerGroupId: string | null },
): Promise<Audience> {
  const rows = await tx
    .select()
    .from(shares)
    .where(and(eq(shares.calendarId, id), isNotNull(shares.acceptedAt)))
  return {
    streams: [
      streamName('calendar', id),
      ownerUserId ? streamName('user', ownerUserId) : streamName('group', ownerGroupId!),
      ...rows.flatMap((share) => shareeStreams(share)),
    ],
    jobs: rows.flatMap((share) => notifyAddressJobs(share, false)),
  }
}

/** Whom a calendar is shared with. */
export interface Sharee {
  calendarId: string
  userId?: string | null
  groupId?: string | null
  email?: string | null
}

/** The stream that a share's receiver follows; none where it is known by an address alone. */
export function shareeStreams({ userId, groupId }: Sharee): Stream[] {
  if (userId) return [streamName('user', userId)]
  return groupId ? [streamName('group', groupId)] : []
}

/** Who has an address is told behind: an answer that named their stream would tell that there is somebody. */
export function notifyAddressJobs({ email, calendarId }: Sharee, cutOff: boolean): Job[] {
  return email ? [{ name: 'tell-address', payload: { email, calendar: calendarId, cutOff } }] : []
}

/** The end of live connections that a right was lost with. */
export async function cutOffJobs(tx: Tx, receiver: Sharee): Promise<Job[]> {
  const { userId, groupId } = receiver
  if (userId) return [{ name: 'cut-off', payload: { user: userId } }]
  if (!groupId) return notifyAddressJobs(receiver, true)
  const members = (await tx.execute(
    sql`select user_id as "user" from members where group_id = ${groupId}`,
  )) as unknown as { user: string }[]
  return members.map(({ user }) => ({ name: 'cut-off', payload: { user } }))
}
