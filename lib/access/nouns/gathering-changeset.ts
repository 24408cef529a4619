import type { Tx } from '@/db/client'
import type { changes } from '@/db/schema/changes'
import type { RecordedParticipant, RecordedVote } from '@/lib/calendar/gatherings/recorded'
import type { Actor } from '../actor'
import { type GatheringRow, loadGathering, loadTrashedGathering } from './gathering'

type RecordedChange = typeof changes.$inferSelect

/** Whether a change is one of a gathering, its slots, participants or votes. */
export function isGatheringChange({ entity }: { entity: string }): boolean {
  return entity === 'gathering' || entity === 'slot' || entity === 'participant' || entity === 'vote'
}

/** Commands of gatherings that can be undone. The others let a person in, or end the access of one. */
const UNDOABLE: readonly string[] = [
  ...['createGathering', 'updateGathering', 'deleteGathering', 'restoreGathering', 'cancelGathering'],
  ...['reopenGathering', 'lockGathering', 'addSlots', 'inviteParticipants', 'changeParticipant'],
  ...['removeParticipants', 'voteGathering', 'undo'],
]

/**
 * Loads the gathering of a changeset, also one in the trash. Its managers may undo changes; other participants only
 * what concerns themselves: slots that they have added, and their taking part. A ballot is undone only by its voter.
 */
export async function loadGatheringOfChanges(
  tx: Tx,
  actor: Actor & { kind: 'user' },
  { command, by }: { command: string; by: string | null },
  rows: readonly RecordedChange[],
): Promise<{ row: GatheringRow; isUndoable: boolean } | undefined> {
  const id = rows[0]!.entityId
  const found = (await loadGathering(tx, actor, id, 'write')) ?? (await loadTrashedGathering(tx, actor, id))
  if (!found?.isVisible) return undefined
  const { row } = found
  const isOwn = by === actor.id
  const canUndo = ({ entity, before, after }: RecordedChange) => {
    const record = (after ?? before) as Partial<RecordedVote & { participants: RecordedParticipant[] }> | null
    if (entity === 'vote') return isOwn && record?.userId === actor.id
    if (row.isManager) return true
    if (!isOwn || entity === 'gathering') return false
    if (entity === 'slot') return row.participant !== null && record?.participant === row.participant
    // A copy in the stream of the participant has no content.
    return (record?.participants ?? []).every(({ userId }) => userId === actor.id)
  }
  const isOfOne = rows.every((change) => change.entityId === id)
  return { row, isUndoable: isOfOne && UNDOABLE.includes(command) && rows.every(canUndo) }
}
