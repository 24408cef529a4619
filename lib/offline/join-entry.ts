import { eventIdOf, type NewEntry, type OutboxEntry, type OutboxInput } from './outbox-entry'

/**
 * Joins a change with earlier ones of the same event that the server cannot have received. Returns all entries; null if
 * the change needs an entry of its own.
 */
export function joinEntry(entries: readonly OutboxEntry[], entry: NewEntry): OutboxEntry[] | null {
  if (entry.command === 'createEvent' || entry.isAttempted) return null
  const ofEvent = entries.filter((other) => eventIdOf(other) === entry.input.id)
  // A change is not joined across an entry that was sent or refused, because it applies to the state after that entry.
  const start = ofEvent.findLastIndex(({ isAttempted, refusal }) => isAttempted || refusal) + 1
  const open = ofEvent.slice(start)
  const creation = open.find(({ command }) => command === 'createEvent')
  switch (entry.command) {
    case 'deleteEvent':
      return entry.input.occurrence ? null : withDelete(entries, open, creation, entry)
    case 'updateEvent': {
      if (creation && !entry.input.occurrence)
        return replace(entries, creation, { ...creation.input, ...entry.input.patch }, entry)
      const last = open.at(-1)
      if (last?.command !== 'updateEvent' || !isSameTarget(last.input, entry.input)) return null
      return replace(entries, last, joinPatches(last.input, entry.input), entry)
    }
    default: {
      const same = open.findLast(
        ({ command, input }) => command === entry.command && isSameOccurrence(input, entry.input),
      )
      return same ? replace(entries, same, entry.input, entry) : null
    }
  }
}

/** Replaces the open changes of an event by its deletion; by nothing if the event was created offline, too. */
function withDelete(
  entries: readonly OutboxEntry[],
  open: readonly OutboxEntry[],
  creation: OutboxEntry | undefined,
  entry: NewEntry,
): OutboxEntry[] {
  const others = entries.filter((other) => !open.includes(other))
  return creation ? others : [...others, { ...entry, seq: (entries.at(-1)?.seq ?? 0) + 1 }]
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

/** Whether two edits can be joined. Edits of several occurrences of a series cannot. */
function isSameTarget(first: OutboxInput, second: OutboxInput): boolean {
  const scope = (second.occurrence as { scope?: string } | undefined)?.scope
  return (!scope || scope === 'this') && isSameOccurrence(first, second)
}

function isSameOccurrence(first: OutboxInput, second: OutboxInput): boolean {
  return JSON.stringify(first.occurrence ?? null) === JSON.stringify(second.occurrence ?? null)
}
