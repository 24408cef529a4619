import { eq } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { shares } from '@/db/schema/calendars'
import type { ShareRow } from '@/lib/access/nouns/share'
import type { Change } from '@/lib/commands/pipeline/changes'
import { streamName } from '@/lib/realtime/channels'
import { cutOffJobs, shareeStreams } from './calendar-audience'
import { eraseLostEvents } from './lost-events'
import { removeOrphanedPlacements } from './orphaned-placements'

/**
 * Deletes a share, and the hidden events that nobody sees without it (see {@link eraseLostEvents}). Returns its changes
 * and the jobs that end the sharee's access.
 */
export async function deleteShare(
  tx: Tx,
  share: ShareSnapshot,
  consent: { actorId: string; agreed: number },
) {
  const before = shareSnapshotOf(share)
  await eraseLostEvents(tx, { shares: [before.id] }, consent)
  await tx.delete(shares).where(eq(shares.id, before.id))
  return withLostAccess(tx, before, shareChanges('removed', before, null))
}

/**
 * Adds the effects of a sharee's lost read access: closed connections and removed placements. For shares by e-mail
 * address, `notifySharees` adds them later.
 */
export async function withLostAccess(tx: Tx, share: ShareSnapshot, changes: Change[]) {
  const jobs = await cutOffJobs(tx, share)
  const users = jobs.flatMap((job) => (job.name === 'cut-off' ? [job.payload.user] : []))
  return { changes: [...changes, ...(await removeOrphanedPlacements(tx, users))], jobs }
}

type ShareSnapshot = Pick<ShareRow, 'id' | 'calendarId' | 'userId' | 'groupId' | 'email' | 'level'>

export function shareSnapshotOf({
  id,
  calendarId,
  userId,
  groupId,
  email,
  level,
}: ShareSnapshot): ShareSnapshot {
  return { id, calendarId, userId, groupId, email, level }
}

/**
 * Returns a share's changes for the viewers of the calendar, and for the sharee, whose clients do not follow the
 * calendar's stream yet.
 */
export function shareChanges(
  op: 'added' | 'changed' | 'removed',
  before: ShareSnapshot | null,
  after: ShareSnapshot | null,
): Change[] {
  const share = (after ?? before)!
  return [streamName('calendar', share.calendarId), ...shareeStreams(share)].map((stream) => ({
    ...{ stream, entity: 'share', id: share.id, op, before, after },
  }))
}
