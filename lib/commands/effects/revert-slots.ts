import { and, eq, inArray, isNotNull, notExists } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { violatedConstraint } from '@/db/errors'
import { gatheringSlots, gatheringVotes } from '@/db/schema/gatherings'
import type { GatheringRow } from '@/lib/access/nouns/gathering'
import type { RecordedSlots } from '@/lib/calendar/gatherings/recorded'
import { spanFromRow } from '@/lib/calendar/span'
import type { Change } from '@/lib/commands/pipeline/changes'
import { refuseBeyondSize, slotsIn } from '@/lib/commands/rows/gatherings'
import type { Job } from '@/lib/queue'
import { slotChange } from './gathering-changes'
import { mailChangedSlots } from './gathering-mails'
import { updateVoted } from './gathering-slots'

/** The changes that a reversal has written. */
export interface Reverted {
  changes: Change[]
  jobs?: Job[]
}

/**
 * Removes slots that were added, unless somebody has voted for them, or restores slots that were removed, with their
 * votes. Undefined if nothing is left to undo.
 * @throws AppError LIMIT_REACHED
 */
export async function revertSlots(
  tx: Tx,
  row: GatheringRow,
  before: RecordedSlots | undefined,
  after: RecordedSlots | undefined,
  now: Date,
): Promise<Reverted | undefined> {
  const ids = Object.keys(after ?? before ?? {})
  if (after) {
    const present = (await slotsIn(tx, row.id, ids)).filter(({ id }) => id !== row.lockedSlotId)
    const hasVotes = tx
      .select({ slot: gatheringVotes.slotId })
      .from(gatheringVotes)
      .where(eq(gatheringVotes.slotId, gatheringSlots.id))
    const removed = await tx
      .update(gatheringSlots)
      .set({ removedAt: now })
      .where(
        and(
          inArray(
            gatheringSlots.id,
            present.map(({ id }) => id),
          ),
          notExists(hasVotes),
        ),
      )
      .returning()
    if (!removed.length) return undefined
    return { changes: [slotChange(row, recorded(removed), null)] }
  }
  const restored = await unlessTaken(tx, (nested) =>
    nested
      .update(gatheringSlots)
      .set({ removedAt: null })
      .where(
        and(
          eq(gatheringSlots.gatheringId, row.id),
          inArray(gatheringSlots.id, ids),
          isNotNull(gatheringSlots.removedAt),
        ),
      )
      .returning(),
  )
  if (!restored?.length) return undefined
  await refuseBeyondSize(tx, row.id)
  await updateVoted(tx, row.id, now)
  return {
    changes: [slotChange(row, null, recorded(restored))],
    jobs: await mailChangedSlots(tx, row, now),
  }
}

function recorded(slots: readonly (typeof gatheringSlots.$inferSelect)[]): RecordedSlots {
  return Object.fromEntries(slots.map((slot) => [slot.id, spanFromRow(slot)]))
}

/** Runs a write; undefined if a time or person that it restores exists again. */
export async function unlessTaken<T>(tx: Tx, write: (nested: Tx) => Promise<T>): Promise<T | undefined> {
  try {
    return await tx.transaction(write)
  } catch (error) {
    if (violatedConstraint(error)?.startsWith('gathering_')) return undefined
    throw error
  }
}
