import { eq } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { events } from '@/db/schema/events'
import { type Actor, userIdOf } from '@/lib/access/actor'
import { grant } from '@/lib/access/grant'
import { canMove } from '@/lib/access/nouns/event'
import { lockEventsAndRead } from '@/lib/access/nouns/event-lock'
import { refuseDuplicateUids } from '@/lib/commands/checks/duplicate-uids'
import type { Change } from '@/lib/commands/pipeline/changes'
import {
  type PlacementSnapshot,
  placementIn,
  removePlacement,
  writePlacement,
} from '@/lib/commands/rows/placements'
import { AppError } from '@/lib/errors'
import { orphanedPlacements } from './orphaned-placements'
import { placementChanges } from './placement-changes'

export type PlacementState = PlacementSnapshot | null

/**
 * Checks the permission to move an event, which undoing another user's move requires.
 * @throws AppError FORBIDDEN
 */
export async function refuseMove(tx: Tx, actor: Actor, eventId: string): Promise<void> {
  const { row } = await grant(tx, actor, 'place', 'event', eventId)
  if (!canMove(row, userIdOf(actor))) throw new AppError('FORBIDDEN')
}

/** Reverts a change of a placement. Returns undefined if the placement has changed since. */
export async function revertPlacement(
  tx: Tx,
  { actor, by }: { actor: Actor; by: string | null },
  before: PlacementState,
  after: PlacementState,
): Promise<Change[] | undefined> {
  const { eventId, calendarId } = (before ?? after)!
  const current = await placementIn(tx, eventId, calendarId)
  if (current?.detail !== after?.detail) return current?.detail === before?.detail ? [] : undefined
  if (before) {
    // The user who removed a placement may restore it, even if they see the event as busy only.
    if (after || by === null || by !== userIdOf(actor)) await grant(tx, actor, 'place', 'event', eventId)
    else if (!(await isOutsideTrash(tx, eventId))) return undefined
    // Old changes do not contain the placer: the user who restores the placement becomes the placer.
    await writePlacement(tx, { ...before, placedBy: before.placedBy ?? userIdOf(actor) })
    await refuseDuplicateUids(tx, actor, [eventId])
    // The placer may have lost access since.
    const orphans = before.placedBy ? await orphanedPlacements(tx, [before.placedBy]) : []
    if (orphans.some((orphan) => orphan.eventId === eventId && orphan.calendarId === calendarId)) {
      await (current ? writePlacement(tx, current) : removePlacement(tx, before))
      return undefined
    }
  } else await removePlacement(tx, after!)
  return placementChanges(current, before)
}

/** Checks whether the event exists and is not in the trash. */
async function isOutsideTrash(tx: Tx, eventId: string): Promise<boolean> {
  const select = tx.select({ deletedAt: events.deletedAt }).from(events).where(eq(events.id, eventId))
  const [event] = await lockEventsAndRead(tx, [eventId], select)
  return event !== undefined && event.deletedAt === null
}
