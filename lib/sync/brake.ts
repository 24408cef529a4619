import { db } from '@/db/client'
import { type Binding, countLinkedEvents } from '@/lib/queries/sync-bindings'

/** Number of deletions that a run may always make. */
const MAX_FREE_DELETIONS = 10

/** Share of a calendar that a run may delete without asking. */
const MAX_DELETED_SHARE = 0.1

/**
 * Returns whether the deletion of objects waits for the user: a mistake at the provider, or in a connector, must not
 * empty a calendar.
 */
export async function isHeld(
  { id, approvedDeletions }: Binding,
  remoteIds: readonly string[],
): Promise<boolean> {
  if (remoteIds.length <= MAX_FREE_DELETIONS) return false
  const { all, ofObjects } = await countLinkedEvents(db, id, remoteIds)
  return ofObjects > Math.max(MAX_FREE_DELETIONS, approvedDeletions ?? 0, all * MAX_DELETED_SHARE)
}
