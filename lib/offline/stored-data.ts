/** A stored response of the server. */
export interface StoredData {
  /** The query key as JSON. */
  key: string
  data: unknown
  /** Time at which it was loaded, in epoch milliseconds. */
  at: number
  /** Approximate size in bytes. */
  size: number
}

/** Maximum size of all responses that are stored for a user. */
export const MAX_STORED_BYTES = 12 * 1024 * 1024
/** Maximum number of responses that are stored for a user. */
export const MAX_STORED = 600
/** Maximum age of a stored response. */
const MAX_STORED_MS = 60 * 24 * 60 * 60_000

/** Returns the keys to delete: what is too old, and the oldest beyond the limits. */
export function surplusKeys(
  stored: readonly Pick<StoredData, 'key' | 'at' | 'size'>[],
  now: number,
  maxBytes = MAX_STORED_BYTES,
): string[] {
  let [bytes, count] = [0, 0]
  return [...stored]
    .sort((a, b) => b.at - a.at)
    .filter(({ at, size }) => {
      bytes += size
      count++
      return now - at > MAX_STORED_MS || bytes > maxBytes || count > MAX_STORED
    })
    .map(({ key }) => key)
}

/** Checks whether a query key is that of an event's details. The keys of its history and comments start alike. */
export function isDetailKey([name, id, occurrence]: readonly unknown[], event: string): boolean {
  return name === 'event' && id === event && /^\d/.test(String(occurrence))
}

/** Checks whether a user lost access to a calendar. If so, any stored response may contain its events. */
export function hasLostCalendar(before: readonly string[], now: readonly string[]): boolean {
  return before.some((id) => !now.includes(id))
}
