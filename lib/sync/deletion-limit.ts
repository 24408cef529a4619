import { db } from '@/db/client'
import type { Binding } from '@/lib/queries/sync-bindings'
import { countLinks } from '@/lib/queries/unsynced-links'

/** Number of deletions that a run may always make. */
const MAX_FREE_DELETIONS = 10

/** Share of a calendar that a run may delete without asking. */
const MAX_DELETED_SHARE = 0.1

/**
 * Returns whether deletions wait for the user: a mistake at the provider, or in a connector, must not empty a calendar.
 */
export async function isHeld({ id }: Binding, deletions: number): Promise<boolean> {
  if (deletions <= MAX_FREE_DELETIONS) return false
  return deletions > (await countLinks(db, id)) * MAX_DELETED_SHARE
}

/** Leaves out the remote objects whose deletion the user has approved. */
export function withoutApproved({ approvedDeletions }: Binding, remoteIds: readonly string[]): string[] {
  const approved = new Set(approvedDeletions)
  return remoteIds.filter((id) => !approved.has(id))
}
