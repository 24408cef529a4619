import { isEqual } from '@/lib/calendar/is-equal'
import { append, joinEntry } from './join-entry'
import {
  eventIdsOf,
  isCreation,
  isLocalId,
  type NewEntry,
  type OutboxEntry,
  type OutboxInput,
  type OutboxRefusal,
  referencedIds,
} from './outbox-entry'

/**
 * Adds a change. Changes of the same event that have not been sent are joined, so that users are asked about a conflict
 * once.
 */
export function addEntry(entries: readonly OutboxEntry[], entry: NewEntry): OutboxEntry[] {
  return joinEntry(entries, entry) ?? append(entries, entry)
}

/** Checks whether a change refers to an event that no entry creates: it was created or discarded in the meantime. */
export function refersToMissingEvent(entries: readonly OutboxEntry[], entry: NewEntry): boolean {
  const created = new Set(entries.filter(isCreation).flatMap(eventIdsOf))
  return referencedIds(entry).some((id) => isLocalId(id) && !created.has(id))
}

/** Marks an entry as sent. The caller stores the mark before the request. */
export function markAttempted(entries: readonly OutboxEntry[], seq: number): OutboxEntry[] {
  return entries.map((entry) => (entry.seq === seq ? { ...entry, isAttempted: true } : entry))
}

/** Removes an entry, and with the creation of an event all its changes and copies. */
export function discardEntry(entries: readonly OutboxEntry[], seq: number): OutboxEntry[] {
  const discarded = entries.find((entry) => entry.seq === seq)
  if (!discarded) return [...entries]
  return withoutEntries(entries, [discarded])
}

/** Removes entries, and with a creation of events all changes and copies of them. */
function withoutEntries(entries: readonly OutboxEntry[], removed: readonly OutboxEntry[]): OutboxEntry[] {
  const seqs = new Set(removed.map(({ seq }) => seq))
  const created = new Set<string>()
  return entries.filter((entry) => {
    const isRemoved = seqs.has(entry.seq) || referencedIds(entry).some((id) => created.has(id))
    if (isRemoved && isCreation(entry)) for (const id of eventIdsOf(entry)) created.add(id)
    return !isRemoved
  })
}

/**
 * Reverts a change that was added to the outbox: `before` and `after` are the entries then. Returns null if it may have
 * reached the server, or was changed since.
 */
export function withdrawChange(
  entries: readonly OutboxEntry[],
  before: readonly OutboxEntry[],
  after: readonly OutboxEntry[],
): OutboxEntry[] | null {
  const added = after.filter((entry) => !before.includes(entry))
  const replaced = before.filter((entry) => !after.includes(entry))
  // By key: after an entry was removed, another one can get its seq.
  const current = new Map(entries.map((entry) => [entry.key, entry]))
  const isUnchanged = (entry: OutboxEntry) => isEqual({ ...current.get(entry.key), seq: entry.seq }, entry)
  if (!added.every((entry) => !entry.isAttempted && isUnchanged(entry))) return null
  const others = withoutEntries(
    entries.filter(({ key }) => !replaced.some((entry) => entry.key === key)),
    added.map(({ key }) => current.get(key)!),
  )
  return withRestored(others, replaced)
}

/** Adds removed entries at their former place; after all others if another entry has got one of their places. */
function withRestored(others: readonly OutboxEntry[], restored: readonly OutboxEntry[]): OutboxEntry[] {
  const isTaken = restored.some(({ seq }) => others.some((other) => other.seq === seq))
  if (isTaken) return restored.reduce<OutboxEntry[]>(append, [...others])
  return [...others, ...restored].sort((a, b) => a.seq - b.seq)
}

/** Returns the entries that were sent between two states of the outbox. Others were withdrawn or discarded. */
export function sentEntries(before: readonly OutboxEntry[], after: readonly OutboxEntry[]): OutboxEntry[] {
  const keys = new Set(after.map(({ key }) => key))
  return before.filter(({ key, isAttempted, refusal }) => isAttempted && !refusal && !keys.has(key))
}

/** Lets a refused entry be sent again, with what the user has chosen in a conflict. */
export function retryEntry(entries: readonly OutboxEntry[], seq: number, input?: OutboxInput): OutboxEntry[] {
  return entries.map((entry) => {
    if (entry.seq !== seq) return entry
    const { refusal: _, ...rest } = entry
    return { ...rest, ...(input && { input }) }
  })
}

/** Whether an error is temporary, so that the entry is sent again later. */
export function isTemporary({ code }: OutboxRefusal): boolean {
  return code === 'TOO_MANY' || code === 'UNAVAILABLE'
}
