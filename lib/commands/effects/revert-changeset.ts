import { inArray, sql } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { events } from '@/db/schema/events'
import { attendeesOf, groupsOf, hiddenFromOf } from '@/lib/access/nouns/event-columns'
import { lockEventsAndRead } from '@/lib/access/nouns/event-lock'
import type { EventContent, EventSnapshot } from '@/lib/calendar/event'
import { chunksOf } from '@/lib/calendar/server/json-batches'
import type { Change } from '@/lib/commands/pipeline/changes'
import { trashEvents, updateEvents } from '@/lib/commands/rows/event-batch'
import { createRunBudget } from '@/lib/commands/rows/event-recordsets'
import { updateEventRow } from '@/lib/commands/rows/events'
import type { OccurrenceMoves } from '@/lib/commands/rows/occurrences'
import type { ComparedChange } from '@/lib/commands/rows/received'
import { snapshotOf } from '@/lib/queries/event-snapshot'
import { type ChangedEvent, eventChanges } from './event-plan'
import type { PlacementState } from './revert-placement'

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

/** Writes what undoes a changeset. Returns the changes. */
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
        const states = compared.get(event.id)
        const before = { ...chunk[index]![0], ...(states && { compared: states.after }) }
        const after = { ...event, ...(states && { compared: states.before }) }
        return eventChanges(before, after, moves.get(event.id))
      }),
    )
  }
  for (const [event, patch] of moved) {
    changes.push(...eventChanges(event, await updateEventRow(tx, event, patch, now), moves.get(event.id)))
  }
  return changes
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
export function effectsOf(rows: Rows): Map<string, Effect> {
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
  netEffects: ReadonlyMap<string, Effect>,
  rows: readonly { entity: string; before: unknown }[],
) {
  const restored = [...netEffects].flatMap(([id, { after }]) => (after ? [] : [id]))
  const homes = [...netEffects.values()].flatMap(({ before, after }) =>
    before && after && before.calendarId !== after.calendarId ? [before.calendarId] : [],
  )
  const placedIn = rows.flatMap(({ entity, before }) => {
    const placement = entity === 'placement' ? (before as PlacementState) : null
    return placement ? [placement.calendarId] : []
  })
  return { restored, calendars: [...homes, ...placedIn] }
}

/** Reverses the moves of layers and alarms. */
export function reversedMoves(moves: OccurrenceMoves): OccurrenceMoves {
  return moves.map(({ from, to }) => ({ from: to, to: from }))
}

/** Reads the current events, in the trash or not. Checks no permission: pass only ids from a granted changeset. */
export async function currentEvents(
  tx: Tx,
  ids: readonly string[],
): Promise<Map<string, { event: EventSnapshot; isDeleted: boolean }>> {
  const found = new Map<string, { event: EventSnapshot; isDeleted: boolean }>()
  for (const chunk of chunksOf(ids)) {
    const select = tx
      .select({
        row: events,
        calendarId: sql<string>`(select calendar_id from placements where event_id = events.id and home)`,
        attendees: attendeesOf,
        hiddenFrom: hiddenFromOf,
        groups: groupsOf,
      })
      .from(events)
      .where(inArray(events.id, chunk))
    for (const { row, ...rest } of await lockEventsAndRead(tx, chunk, select)) {
      found.set(row.id, {
        event: snapshotOf({ ...row, ...rest }),
        isDeleted: row.deletedAt !== null,
      })
    }
  }
  return found
}
