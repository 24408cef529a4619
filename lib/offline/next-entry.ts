import { isLocalId, type OutboxEntry, referencedIds } from './outbox-entry'

/**
 * Returns the entry to send next; undefined if nothing waits to be sent. A refused entry waits for the user, and with
 * the creation of an event all its changes.
 */
export function nextEntry(entries: readonly OutboxEntry[]): OutboxEntry | undefined {
  return entries.find(
    (entry) => !entry.refusal && (entry.command === 'createEvent' || !referencedIds(entry).some(isLocalId)),
  )
}
