import { joinEntry } from './join-entry'
import {
  eventIdOf,
  isLocalId,
  type NewEntry,
  type OutboxAnswer,
  type OutboxEntry,
  type OutboxInput,
  type OutboxRefusal,
} from './outbox-entry'

/**
 * Adds a change. Changes of the same event that have not been sent are joined, so that users are asked about a conflict
 * once.
 */
export function addEntry(entries: readonly OutboxEntry[], entry: NewEntry): OutboxEntry[] {
  const joined = joinEntry(entries, entry)
  return joined ?? [...entries, { ...entry, seq: (entries.at(-1)?.seq ?? 0) + 1 }]
}

/** Returns the entry to send next. Changes of an event whose creation was refused wait, too. */
export function nextEntry(entries: readonly OutboxEntry[]): OutboxEntry | undefined {
  return entries.find(
    ({ command, input, refusal }) => !refusal && (command === 'createEvent' || !isLocalId(input.id)),
  )
}

/** Marks an entry as sent. The caller stores the mark before the request. */
export function markAttempted(entries: readonly OutboxEntry[], seq: number): OutboxEntry[] {
  return entries.map((entry) => (entry.seq === seq ? { ...entry, isAttempted: true } : entry))
}

/**
 * Applies the server's answer: removes the entry, or keeps it with the reason for its refusal. Later entries of the
 * event get its id and its version, unless others changed the event in between: then they have to be merged with the
 * changes of others.
 */
export function settleEntry(
  entries: readonly OutboxEntry[],
  seq: number,
  answer: OutboxAnswer,
): OutboxEntry[] {
  const settled = entries.find((entry) => entry.seq === seq)
  if (!settled) return [...entries]
  if (!answer.ok) {
    return entries.map((entry) => (entry === settled ? { ...entry, refusal: answer.error } : entry))
  }
  const { id, version } = answer.result
  const formerId = eventIdOf(settled)
  return entries
    .filter((entry) => entry !== settled)
    .map((entry) => {
      if (entry.command === 'createEvent' || entry.input.id !== formerId) return entry
      const input = { ...entry.input }
      if (settled.command === 'createEvent') Object.assign(input, { id, ...(input.version && { version }) })
      else if (id === formerId && isNextVersion(settled, version) && input.version === settled.input.version)
        input.version = version!
      return { ...entry, input }
    })
}

/** Removes an entry, and with the creation of an event all changes of it. */
export function discardEntry(entries: readonly OutboxEntry[], seq: number): OutboxEntry[] {
  const discarded = entries.find((entry) => entry.seq === seq)
  if (!discarded) return [...entries]
  const isCreate = discarded.command === 'createEvent'
  return entries.filter(
    (entry) => entry !== discarded && !(isCreate && entry.input.id === eventIdOf(discarded)),
  )
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

function isNextVersion({ input }: OutboxEntry, version: number | undefined): boolean {
  return version !== undefined && version === (input.version ?? 0) + 1
}
