import { isSameTarget, targetOf } from './join-entry'
import {
  type CommandOutput,
  eventIdsOf,
  isCreation,
  type OutboxAnswer,
  type OutboxEntry,
  splitsOffSingle,
} from './outbox-entry'

/** Returns the ids that the server has given to the events of a creation, by local id. */
export function createdIds(creation: OutboxEntry, { id, ids }: CommandOutput): Map<string, string> {
  return new Map(eventIdsOf(creation).map((local, index) => [local, ids?.[index] ?? id!]))
}

/**
 * Applies the server's answer: removes the entry, or keeps it with the reason for its refusal. Later entries of the
 * event get its id, and are based on the version that it has created.
 */
export function settleEntry(
  entries: readonly OutboxEntry[],
  seq: number,
  answer: OutboxAnswer,
  newKey: () => string,
): OutboxEntry[] {
  const settled = entries.find((entry) => entry.seq === seq)
  if (!settled) return [...entries]
  if (!answer.ok) {
    return entries.map((entry) => (entry === settled ? { ...entry, refusal: answer.error } : entry))
  }
  const { result } = answer
  const others = entries.filter((entry) => entry !== settled)
  if (isCreation(settled)) {
    const ids = createdIds(settled, result)
    return others.map((entry) => withRealIds(entry, ids, result.version ?? 1))
  }
  const { id } = result
  const isSplit = settled.command === 'updateEvent' && id !== undefined && id !== settled.input.id
  if (isSplit) {
    return others.map((entry) => (isOfSplit(entry, settled, result) ? withSplitId(entry, result) : entry))
  }
  // A change without a changeset had no effect: the version is that of other users' changes.
  if (answer.changeset === null) return others
  const versions = createdVersions(settled, result)
  return others.flatMap((entry, index) => {
    const created = entry.seq > seq && versions.get(String(entry.input.id))
    return created
      ? rebase(entry, settled, created, { seq: others[index - 1]?.seq ?? 0, key: newKey() })
      : [entry]
  })
}

/** Returns the versions that an edit or move has created, by the ids of the events. */
function createdVersions(
  { command, input }: OutboxEntry,
  { id, version, ids = [], versions = [] }: CommandOutput,
): Map<string, number> {
  if (command === 'moveEvents') return new Map(versions.map((created, index) => [ids[index]!, created]))
  return new Map(id !== undefined && id === input.id && version !== undefined ? [[id, version]] : [])
}

/**
 * Bases a later edit of an event on the version that a settled entry has created, so that they do not conflict. If
 * others changed the event in between, only the fields that the settled entry has changed: the other fields have to be
 * compared with the changes of others, so an edit of both becomes two entries. `before`: the entry before, and the key
 * of a new one.
 */
function rebase(
  entry: OutboxEntry,
  settled: OutboxEntry,
  version: number,
  before: { seq: number; key: string },
): OutboxEntry[] {
  const { input } = entry
  if (!input.version || input.version >= version) return [entry]
  if (input.version === version - 1) return [{ ...entry, input: { ...input, version } }]
  const own = fieldsChangedBy(settled, entry)
  const fields = Object.entries(input.patch ?? {})
  const rebased = fields.filter(([field]) => own.includes(field))
  const others = fields.filter(([field]) => !own.includes(field))
  if (!rebased.length || (others.length && entry.isAttempted)) return [entry]
  const result = { ...entry, input: { ...input, version, patch: Object.fromEntries(rebased) } }
  if (!others.length) return [result]
  const seq = (before.seq + entry.seq) / 2
  return [{ ...entry, seq, key: before.key, input: { ...input, patch: Object.fromEntries(others) } }, result]
}

/** Returns the fields of the later edit's event or occurrence that an earlier edit or move has changed. */
function fieldsChangedBy({ command, input }: OutboxEntry, later: OutboxEntry): string[] {
  if (command !== 'moveEvents') return isSameTarget(input, later.input) ? Object.keys(input.patch ?? {}) : []
  const isMoved = input.events!.some((event) => isSameTarget({ events: [event] }, later.input))
  return isMoved ? ['span'] : []
}

/**
 * Checks whether a later change concerns the event that an edit of following occurrences has split off. It was made
 * when both parts were drawn with the id of the series.
 */
function isOfSplit(entry: OutboxEntry, settled: OutboxEntry, { occurrence: first }: CommandOutput): boolean {
  const { id, occurrence } = targetOf(entry.input)
  if (entry.seq < settled.seq || id !== settled.input.id || entry.isAttempted) return false
  const isSingle = splitsOffSingle(settled)
  if (occurrence === undefined) return isSingle && entry.command !== 'setEventAlarms'
  const start = first ?? targetOf(settled.input).occurrence
  return !isSingle && start !== undefined && occurrence >= start
}

function withSplitId(entry: OutboxEntry, { id, version }: CommandOutput): OutboxEntry {
  return withRealIds(entry, new Map([[targetOf(entry.input).id, id!]]), version!)
}

/** Replaces the local ids of created events in a later entry. */
function withRealIds(entry: OutboxEntry, ids: ReadonlyMap<string, string>, version: number): OutboxEntry {
  const { input } = entry
  const events = input.events?.map((event) => ({ ...event, id: ids.get(event.id) ?? event.id }))
  const id = ids.get(input.id!)
  const own = id !== undefined && { id, ...(input.version && { version }) }
  return events || own ? { ...entry, input: { ...input, ...own, ...(events && { events }) } } : entry
}
