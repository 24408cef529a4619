import { DAY, HOUR } from '../day'
import type { EventSnapshot } from '../event'
import { instantsOf, MAX_UTC_OFFSET } from '../span'
import type { Instant } from '../zones/zone'

/** Period from now for which a job writes alarms. Each run continues where the last one ended. */
export const AHEAD_MS = 48 * HOUR

/** Period from now for which a change writes alarms: longer, to include what a concurrent run of the job writes. */
export const AHEAD_OF_CHANGES_MS = AHEAD_MS + 2 * HOUR

/** Alarms relative to the start are at most four weeks before it (lib/schemas/alarms.ts). */
const MAX_BEFORE_MS = 28 * DAY + MAX_UTC_OFFSET

/** Alarms are due less than a day after the start. */
export const MAX_AFTER_MS = DAY + MAX_UTC_OFFSET

/**
 * Returns whether a created event needs no alarms now: all of them are past, or due so late that a later run of the job
 * writes them. False for series, and for events whose users may have set alarms at any time: restored events, and the
 * part that is split off a series.
 */
export function isBeyondAlarms(created: EventSnapshot, now: Instant): boolean {
  if (created.version !== 1 || created.recurrence || created.splitFrom) return false
  const { from } = instantsOf(created.span, 'UTC')
  return from - MAX_BEFORE_MS > now + AHEAD_OF_CHANGES_MS || from + MAX_AFTER_MS < now
}
