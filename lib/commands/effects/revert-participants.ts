import { and, eq, inArray, isNotNull, isNull, sql } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { gatheringParticipants } from '@/db/schema/gatherings'
import type { GatheringRow } from '@/lib/access/nouns/gathering'
import type { RecordedParticipant } from '@/lib/calendar/gatherings/recorded'
import { refuseBeyondSize } from '@/lib/commands/rows/gatherings'
import { releaseTaken } from '@/lib/commands/rows/task-claims'
import { participantUserId } from '@/lib/realtime/channels'
import { participantChanges } from './gathering-changes'
import { type Reverted, unlessTaken } from './revert-slots'

/**
 * Removes participants who were added, unless they have voted, restores those who were removed, with their votes, or
 * gives one the former mark. Undefined if nothing is left to undo.
 * @throws AppError LIMIT_REACHED
 */
export async function revertParticipants(
  tx: Tx,
  row: GatheringRow,
  before: readonly RecordedParticipant[] | undefined,
  after: readonly RecordedParticipant[] | undefined,
  now: Date,
): Promise<Reverted | undefined> {
  const ids = (after ?? before ?? []).map(({ id }) => id)
  const isIn = and(eq(gatheringParticipants.gatheringId, row.id), inArray(gatheringParticipants.id, ids))
  const { id, userId, isRequired, revokedAt, votedAt } = gatheringParticipants
  const columns = { id, userId, isRequired }
  if (!before) {
    const removed = await tx
      .update(gatheringParticipants)
      .set({ revokedAt: now })
      .where(and(isIn, isNull(revokedAt), isNull(votedAt)))
      .returning(columns)
    if (!removed.length) return undefined
    const jobs = removed.map((person) => ({
      name: 'cut-off' as const,
      payload: { user: person.userId ?? participantUserId(person.id) },
    }))
    return { changes: participantChanges(row, removed, null), jobs }
  }
  if (!after) {
    const restored = await unlessTaken(tx, (nested) =>
      nested
        .update(gatheringParticipants)
        .set({ revokedAt: null })
        .where(and(isIn, isNotNull(revokedAt)))
        .returning(columns),
    )
    if (restored?.length) {
      await refuseBeyondSize(tx, row.id)
      await releaseTaken(
        tx,
        sql`c.participant_id in (select jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb)::uuid)`,
      )
    }
    return restored?.length ? { changes: participantChanges(row, null, restored) } : undefined
  }
  const [former, latter] = [before[0]!.isRequired ?? false, after[0]!.isRequired ?? false]
  const changed = await tx
    .update(gatheringParticipants)
    .set({ isRequired: former })
    .where(and(isIn, isNull(revokedAt), eq(isRequired, latter)))
    .returning(columns)
  return changed.length ? { changes: participantChanges(row, after, before) } : undefined
}
