import { DAY, MINUTE } from './day'
import { instantAt, wallAt } from './zones/wall-time'
import type { Instant, Zone } from './zones/zone'

/**
 * A user's quiet hours, in minutes after midnight. They may span midnight. There are none if either is null or both are
 * equal.
 */
export interface QuietHours {
  quietFrom: number | null
  quietTo: number | null
}

/** Returns the end of the quiet hours that an instant is in; undefined outside of them. */
export function quietUntil(
  now: Instant,
  zone: Zone,
  { quietFrom, quietTo }: QuietHours,
): Instant | undefined {
  if (quietFrom === null || quietTo === null || quietFrom === quietTo) return undefined
  const wall = wallAt(now, zone)
  const midnight = Math.floor(wall / DAY) * DAY
  const minute = (wall - midnight) / MINUTE
  const isQuiet =
    quietFrom < quietTo ? minute >= quietFrom && minute < quietTo : minute >= quietFrom || minute < quietTo
  if (!isQuiet) return undefined
  const isTomorrow = quietFrom > quietTo && minute >= quietFrom
  return instantAt(midnight + quietTo * MINUTE + (isTomorrow ? DAY : 0), zone)
}
