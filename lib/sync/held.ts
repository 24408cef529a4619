import { db } from '@/db/client'
import type { IncomingObject } from '@/lib/commands/effects/link-plan'
import { REASON_HELD } from '@/lib/commands/rows/sync-runs'
import { linkTitles } from '@/lib/queries/sync-bindings'
import type { SyncContext } from './sync-context'

/** Logs the deletions that a run holds back. @param direction `in`: of events; `out`: of remote objects */
export async function logHeld(
  { binding, log }: SyncContext,
  objects: readonly Pick<IncomingObject, 'remoteId'>[],
  direction: 'in' | 'out',
): Promise<void> {
  const rows = await linkTitles(
    db,
    binding.id,
    objects.map(({ remoteId }) => remoteId),
  )
  await log.addEntries(
    rows.map((row) => ({
      ...row,
      direction,
      op: 'deleted' as const,
      reason: REASON_HELD,
      changesetId: null,
    })),
  )
  await log.add({ deleted: rows.length })
}
