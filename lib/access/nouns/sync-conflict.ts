import { and, eq, isNull } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { bindings, connections, links, syncConflicts } from '@/db/schema/connections'
import type { Actor } from '../actor'
import type { LoadedTarget, VerbOf } from '../verbs'
import { type EventRow, loadEvent } from './event'

export type SyncConflictRow = Pick<typeof syncConflicts.$inferSelect, 'id' | 'field' | 'ours' | 'theirs'> & {
  userId: string
  bindingId: string
  /** Null if the event is in the trash, or if the user no longer sees it. */
  event: EventRow | null
}

/**
 * Loads an open conflict of the actor's own connections. `own` is to dismiss it, `write` to change its event, for users
 * who may do so.
 */
export async function loadSyncConflict(
  tx: Tx,
  actor: Actor,
  id: string,
  verb: VerbOf<'sync-conflict'>,
): Promise<LoadedTarget<SyncConflictRow, 'sync-conflict'> | undefined> {
  if (actor.kind !== 'user') return undefined
  const [found] = await tx
    .select({
      row: {
        id: syncConflicts.id,
        field: syncConflicts.field,
        ours: syncConflicts.ours,
        theirs: syncConflicts.theirs,
        userId: connections.userId,
        bindingId: bindings.id,
      },
      eventId: links.eventId,
    })
    .from(syncConflicts)
    .innerJoin(links, eq(links.id, syncConflicts.linkId))
    .innerJoin(bindings, eq(bindings.id, links.bindingId))
    .innerJoin(connections, eq(connections.id, bindings.connectionId))
    .where(and(eq(syncConflicts.id, id), isNull(syncConflicts.resolvedAt)))
  if (found?.row.userId !== actor.id) return undefined
  const event = found.eventId
    ? await loadEvent(tx, actor, found.eventId, verb === 'own' ? 'read' : verb)
    : undefined
  return {
    row: { ...found.row, event: event?.isVisible ? event.row : null },
    isVisible: true,
    allows: (verb) => verb === 'own' || (event?.isVisible === true && event.allows('write')),
  }
}
