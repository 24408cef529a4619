/** A stored answer of the server. */
export interface KeptData {
  /** The query key as JSON. */
  key: string
  data: unknown
  /** Time at which it was loaded, in epoch milliseconds. */
  at: number
  /** Approximate size in bytes. */
  size: number
}

/** Maximum size of what is stored for a user, and its maximum age. */
export const MAX_KEPT_BYTES = 12 * 1024 * 1024
export const MAX_KEPT = 600
const MAX_KEPT_MS = 60 * 24 * 60 * 60_000

/** Returns the keys to delete: what is too old, and the oldest beyond the limits. */
export function surplusKeys(
  kept: readonly Pick<KeptData, 'key' | 'at' | 'size'>[],
  now: number,
  maxBytes = MAX_KEPT_BYTES,
): string[] {
  let [bytes, count] = [0, 0]
  return [...kept]
    .sort((a, b) => b.at - a.at)
    .filter(({ at, size }) => {
      bytes += size
      count++
      return now - at > MAX_KEPT_MS || bytes > maxBytes || count > MAX_KEPT
    })
    .map(({ key }) => key)
}

/**
 * Checks whether a query key is that of an event's details. Those of its history and comments begin with the same parts.
 */
export function isDetailKey([name, id, occurrence]: readonly unknown[], event: string): boolean {
  return name === 'event' && id === event && /^\d/.test(String(occurrence))
}

/** Checks whether a user lost access to a calendar, so that everything stored may contain its events. */
export function hasLostCalendar(before: readonly string[], now: readonly string[]): boolean {
  return before.some((id) => !now.includes(id))
}
