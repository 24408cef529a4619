import { shiftSpan } from '@/lib/calendar/edits/move'
import type { Span } from '@/lib/calendar/span'
import {
  eventIdsOf,
  isCreation,
  type NewEntry,
  type OutboxEntry,
  type OutboxInput,
  referencedIds,
  splitsOffSingle,
} from './outbox-entry'

/**
 * Joins a change with earlier ones of the same event that the server cannot have received. Returns all entries; null if
 * the change needs an entry of its own.
 */
export function joinEntry(entries: readonly OutboxEntry[], entry: NewEntry): OutboxEntry[] | null {
  if (isCreation(entry) || entry.isAttempted) return null
  const { id, occurrence, scope } = targetOf(entry.input)
  // A copy has the content that its source had then.
  if (entries.some((other) => other.command === 'copyEvents' && referencedIds(other).includes(id)))
    return null
  const ofEvent = entries.filter((other) => eventIdsOf(other).includes(id))
  // A change is not joined across an entry that was sent or refused, because it applies to the state after that entry.
  const start = ofEvent.findLastIndex(({ isAttempted, refusal }) => isAttempted || refusal) + 1
  const open = ofEvent.slice(start)
  const creation = open.find(isCreation)
  const created = creation?.command === 'createEvent' ? creation : undefined
  switch (entry.command) {
    case 'deleteEvent':
    case 'deleteEvents':
      // After an edit that splits off a single event, the browser draws that event, but the server has not created it
      // yet.
      if (occurrence || open.some(splitsOffSingle)) return null
      return withDelete(entries, open, creation, entry)
    case 'moveEvents':
      if (!created || occurrence) return null
      return replace(entries, created, withShiftedSpan(created.input, entry.input.by!), entry)
    case 'updateEvent': {
      if (created && !occurrence)
        return replace(entries, created, { ...created.input, ...entry.input.patch }, entry)
      const last = open.at(-1)
      if (!last || scope === 'following' || scope === 'all') return null
      // The new span replaces those of the moves. Sent after them, it would conflict with them.
      const moves = open.filter(
        ({ command, input }) => command === 'moveEvents' && isSameTarget(input, entry.input),
      )
      if (moves.length && entry.input.patch?.span) {
        const others = entries.filter((other) => !moves.includes(other))
        return joinEntry(others, entry) ?? append(others, entry)
      }
      if (last.command !== 'updateEvent' || !isSameTarget(last.input, entry.input)) return null
      return replace(entries, last, joinPatches(last.input, entry.input), entry)
    }
    default: {
      const same = open.findLast(
        ({ command, input }) => command === entry.command && isSameTarget(input, entry.input),
      )
      return same ? replace(entries, same, entry.input, entry) : null
    }
  }
}

/** Adds an entry after all others. */
export function append(entries: readonly OutboxEntry[], entry: NewEntry): OutboxEntry[] {
  return [...entries, { ...entry, seq: (entries.at(-1)?.seq ?? 0) + 1 }]
}

/** Replaces the open changes of an event by its deletion; by nothing if the event was created offline, too. */
function withDelete(
  entries: readonly OutboxEntry[],
  open: readonly OutboxEntry[],
  creation: OutboxEntry | undefined,
  entry: NewEntry,
): OutboxEntry[] {
  const others = entries.filter((other) => !open.includes(other))
  return creation ? others : append(others, entry)
}

function replace(
  entries: readonly OutboxEntry[],
  replaced: OutboxEntry,
  input: OutboxInput,
  { title, at }: NewEntry,
): OutboxEntry[] {
  return entries.map((entry) => (entry === replaced ? { ...entry, input, title, at } : entry))
}

/** Joins two patches. Keeps the version of the first edit: changes by others since that version are conflicts. */
function joinPatches(first: OutboxInput, second: OutboxInput): OutboxInput {
  return { ...first, patch: { ...first.patch, ...second.patch } }
}

function withShiftedSpan(input: OutboxInput, by: number): OutboxInput {
  return { ...input, span: shiftSpan(input.span as Span, by, 'all') }
}

/** Checks whether two changes concern the same event, or the same occurrences of a series. */
export function isSameTarget(first: OutboxInput, second: OutboxInput): boolean {
  return JSON.stringify(targetOf(first)) === JSON.stringify(targetOf(second))
}

/** Returns the event of a change, and the occurrence, which commands name by its id or with a scope. */
export function targetOf({ id, events, occurrence }: OutboxInput) {
  const selected = events?.[0]
  if (selected) return { id: selected.id, ...toTarget(selected.occurrence) }
  return { id: String(id), ...toTarget(occurrence) }
}

function toTarget(occurrence: unknown): { occurrence?: string; scope?: string } {
  if (typeof occurrence === 'string') return { occurrence, scope: 'this' }
  const { id, scope } = (occurrence ?? {}) as { id?: string; scope?: string }
  return id ? { occurrence: id, scope: scope ?? 'this' } : {}
}
