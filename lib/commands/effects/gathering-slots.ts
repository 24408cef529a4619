import { inArray, sql } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { gatheringSlots } from '@/db/schema/gatherings'
import type { GatheringRow } from '@/lib/access/nouns/gathering'
import { spanFromRow } from '@/lib/calendar/span'
import type { Change } from '@/lib/commands/pipeline/changes'
import { slotsIn } from '@/lib/commands/rows/gatherings'
import type { Job } from '@/lib/queue'
import { slotChange } from './gathering-changes'
import { mailChangedSlots } from './gathering-mails'

/** Removes slots of a gathering, except the locked one, and tells those who have voted. */
export async function removeSlotsOf(
  tx: Tx,
  row: GatheringRow,
  ids: readonly string[],
  now: Date,
): Promise<{ ids: string[]; changes: Change[]; jobs: Job[] }> {
  const slots = ids.length ? await slotsIn(tx, row.id, ids) : []
  const found = slots.filter(({ id }) => id !== row.lockedSlotId)
  const removed = found.map(({ id }) => id)
  if (!removed.length) return { ids: [], changes: [], jobs: [] }
  await tx.update(gatheringSlots).set({ removedAt: now }).where(inArray(gatheringSlots.id, removed))
  await updateVoted(tx, row.id, now)
  const before = Object.fromEntries(found.map((slot) => [slot.id, spanFromRow(slot)]))
  return {
    ids: removed,
    changes: [slotChange(row, before, null)],
    jobs: await mailChangedSlots(tx, row, now),
  }
}

/** Updates who has voted after slots were removed or restored: participants who have a vote for a present slot. */
export async function updateVoted(tx: Tx, gathering: string, now: Date): Promise<void> {
  await tx.execute(sql`
    update gathering_participants p set voted_at = case when p.voted_at is null then ${now.toISOString()}::timestamptz end
    where p.gathering_id = ${gathering} and (p.voted_at is null) = exists (
      select 1 from gathering_votes v join gathering_slots s on s.id = v.slot_id
      where v.participant_id = p.id and s.removed_at is null)`)
}
