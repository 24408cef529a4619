import { eq, inArray, sql } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { events } from '@/db/schema/events'
import { type Actor, userIdOf } from '@/lib/access/actor'
import { grant } from '@/lib/access/grant'
import { afterLock, attendeesOf, canMove, hiddenFromOf } from '@/lib/access/nouns/event'
import type { EventContent, EventSnapshot } from '@/lib/calendar/event'
import { chunksOf } from '@/lib/calendar/server/json-batches'
import { refuseDuplicateUids } from '@/lib/commands/checks/duplicate-uids'
import type { Change } from '@/lib/commands/pipeline/changes'
import { createRunBudget, trashEvents, updateEvents } from '@/lib/commands/rows/event-batch'
import { updateEventRow } from '@/lib/commands/rows/events'
import type { OccurrenceMoves } from '@/lib/commands/rows/occurrences'
import {
  type PlacementSnapshot,
  placementIn,
  removePlacement,
  writePlacement,
} from '@/lib/commands/rows/placements'
import type { ComparedChange } from '@/lib/commands/rows/received'
import { AppError } from '@/lib/errors'
import { snapshotOf } from '@/lib/queries/event-snapshot'
import { type ChangedEvent, eventChanges } from './event-plan'
import { orphanedPlacements } from './orphaned-placements'
import { placementChanges } from './placement-changes'

/** The writes that undo a changeset. */
interface Reversals {
  /** Events to move to the trash. */
  created: EventSnapshot[]
  /** Events to restore from the trash. */
  removed: EventSnapshot[]
  edited: (readonly [before: EventSnapshot, after: EventSnapshot])[]
  /** Events to move back to another calendar. */
  moved: (readonly [event: EventSnapshot, patch: Partial<EventContent>])[]
  /** Moves of layers and alarms, stored so that the undo can be undone. */
  moves: ReadonlyMap<string, OccurrenceMoves>
  /** States that imported files are compared with, stored so that the undo can be undone. */
  compared: ReadonlyMap<string, ComparedChange>
}

export async function applyReversals(tx: Tx, reversals: Reversals, now: Date): Promise<Change[]> {
  const { created, removed, edited, moved, moves, compared } = reversals
  const changes: Change[] = []
  for (const chunk of chunksOf(created)) {
    await trashEvents(tx, chunk, now)
    changes.push(...chunk.flatMap((event) => eventChanges(event, null)))
  }
  for (const chunk of chunksOf(removed)) {
    const restored = await trashEvents(tx, chunk, null)
    changes.push(...restored.flatMap((event) => eventChanges(null, event)))
  }
  const budget = createRunBudget()
  for (const chunk of chunksOf(edited)) {
    const next = await updateEvents(tx, chunk, now, budget)
    changes.push(
      ...next.flatMap((event, index) => {
        const files = compared.get(event.id)
        const before = { ...chunk[index]![0], ...(files && { compared: files.after }) }
        const after = { ...event, ...(files && { compared: files.before }) }
        return eventChanges(before, after, moves.get(event.id))
      }),
    )
  }
  for (const [event, patch] of moved) {
    changes.push(...eventChanges(event, await updateEventRow(tx, event, patch, now), moves.get(event.id)))
  }
  return changes
}

export type Shown = PlacementSnapshot | null

/**
 * Checks the permission to move an event, which undoing another user's move requires.
 * @throws AppError FORBIDDEN
 */
export async function refuseMove(tx: Tx, actor: Actor, eventId: string): Promise<void> {
  const { row } = await grant(tx, actor, 'write', 'event', eventId)
  if (!canMove(row, userIdOf(actor))) throw new AppError('FORBIDDEN')
}

/** Reverts a change of a placement. Returns undefined if the placement has changed since. */
export async function revertPlacement(
  tx: Tx,
  { actor, by }: { actor: Actor; by: string | null },
  before: Shown,
  after: Shown,
): Promise<Change[] | undefined> {
  const { eventId, calendarId } = (before ?? after)!
  const current = await placementIn(tx, eventId, calendarId)
  if (current?.detail !== after?.detail) return current?.detail === before?.detail ? [] : undefined
  if (before) {
    // The user who removed a placement may restore it, even if they see the event as busy only.
    if (after || by === null || by !== userIdOf(actor)) await grant(tx, actor, 'write', 'event', eventId)
    else if (!(await isThere(tx, eventId))) return undefined
    // Old history lacks the placer: the user who restores the placement becomes it.
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
async function isThere(tx: Tx, eventId: string): Promise<boolean> {
  const select = tx.select({ deletedAt: events.deletedAt }).from(events).where(eq(events.id, eventId))
  const [event] = await afterLock(tx, [eventId], select)
  return event !== undefined && event.deletedAt === null
}

/** Changes of a changeset that the actor may undo. */
export type Rows = readonly { entityId: string; before: unknown; after: unknown }[]

interface Effect {
  before: ChangedEvent | null
  after: ChangedEvent | null
  /** Moves of layers and alarms with their occurrences. */
  moves: OccurrenceMoves
}

/**
 * Returns the state of each event before and after a changeset. A move, `removed` in one stream and `added` in
 * another, counts as one effect.
 */
export function effects(rows: Rows): Map<string, Effect> {
  const found = new Map<string, Effect>()
  for (const { entityId, before, after } of rows) {
    const effect = found.get(entityId) ?? { before: null, after: null, moves: [] }
    effect.before ??= before as ChangedEvent | null
    effect.after ??= after as ChangedEvent | null
    effect.moves.push(...((after as { moves?: OccurrenceMoves } | null)?.moves ?? []))
    found.set(entityId, effect)
  }
  return found
}

/** Returns the events that an undo restores, and the calendars that it moves events to or places them in. */
export function targetsOf(
  all: ReadonlyMap<string, Effect>,
  rows: readonly { entity: string; before: unknown }[],
) {
  const restored = [...all].flatMap(([id, { after }]) => (after ? [] : [id]))
  const homes = [...all.values()].flatMap(({ before, after }) =>
    before && after && before.calendarId !== after.calendarId ? [before.calendarId] : [],
  )
  const placedIn = rows.flatMap(({ entity, before }) => {
    const placement = entity === 'placement' ? (before as Shown) : null
    return placement ? [placement.calendarId] : []
  })
  return { restored, calendars: [...homes, ...placedIn] }
}

/** Reverses the moves of layers and alarms. */
export function reversedMoves(moves: OccurrenceMoves): OccurrenceMoves {
  return moves.map(({ from, to }) => ({ from: to, to: from }))
}

/** Reads the current events, in the trash or not. Takes only ids from a granted changeset. */
export async function currentEvents(
  tx: Tx,
  ids: readonly string[],
): Promise<Map<string, { event: EventSnapshot; deleted: boolean }>> {
  const found = new Map<string, { event: EventSnapshot; deleted: boolean }>()
  for (const chunk of chunksOf(ids)) {
    const select = tx
      .select({
        row: events,
        calendarId: sql<string>`(select calendar_id from placements where event_id = events.id and home)`,
        attendees: attendeesOf,
        hiddenFrom: hiddenFromOf,
      })
      .from(events)
      .where(inArray(events.id, chunk))
    for (const { row, ...rest } of await afterLock(tx, chunk, select)) {
      found.set(row.id, {
        event: snapshotOf({ ...row, ...rest }),
        deleted: row.deletedAt !== null,
      })
    }
  }
  return found
}
