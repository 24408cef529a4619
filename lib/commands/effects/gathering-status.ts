import { eq } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { gatherings } from '@/db/schema/gatherings'
import type { GatheringRow } from '@/lib/access/nouns/gathering'
import { pick } from '@/lib/calendar/event-fields'
import { AppError } from '@/lib/errors'
import type { LockConflict } from '@/lib/schemas/gatherings'
import { gatheringChanges, recordedOf } from './gathering-changes'

/** Returns the error of locking a gathering that is locked. */
export function lockConflict({ lockedSlotId, eventId }: GatheringRow): AppError {
  const data: LockConflict = { slot: lockedSlotId!, event: eventId }
  return new AppError('CONFLICT', { data })
}

/** Sets the status of a gathering, and what follows from it. */
export async function setStatus(
  tx: Tx,
  row: GatheringRow,
  set: Pick<GatheringRow, 'status'> & Partial<Pick<GatheringRow, 'eventId' | 'lockedSlotId'>>,
  now: Date,
) {
  const version = row.version + 1
  await tx
    .update(gatherings)
    .set({ ...set, version, updatedAt: now })
    .where(eq(gatherings.id, row.id))
  const keys = Object.keys(set) as (keyof typeof set)[]
  const fields = recordedOf(row)
  return gatheringChanges(
    row,
    { ...fields, ...pick(row, keys), version: row.version },
    { ...fields, ...set, version },
  )
}
