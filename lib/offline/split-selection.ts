import type { NewEntry } from './outbox-entry'

/**
 * Returns an entry for each event of a command for several events: then each is joined, refused and resolved like a
 * change of its event. A command that may have reached the server stays as it is, since it is sent again with its key.
 */
export function splitSelection(entry: NewEntry, newKey: () => string): NewEntry[] {
  const { events } = entry.input
  if (!events || entry.isAttempted || events.length === 1) return [entry]
  return events.map((event) => ({ ...entry, key: newKey(), input: { ...entry.input, events: [event] } }))
}
