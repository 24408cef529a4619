import { DAY, HOUR, MINUTE, type WallMs, wallOf } from './day'
import type { Span } from './span'
import { FLAG, type Item } from './tuple'
import type { Zone } from './zones/zone'

const HALF_HOUR = 30 * MINUTE
const IGNORED = FLAG.allDay | FLAG.free | FLAG.reminder | FLAG.cancelled | FLAG.declined

/**
 * Returns the next free half hour of today, extended to an hour where that is free too; undefined if none is left.
 *
 * @param wall the viewer's wall clock
 */
export function nextFreeSpan(items: readonly Item[], wall: WallMs, zone: Zone): Span | undefined {
  const midnight = (Math.floor(wall / DAY) + 1) * DAY
  const isFree = (from: WallMs) =>
    from + HALF_HOUR <= midnight &&
    !items.some(({ flags, start, end }) => !(flags & IGNORED) && start < from + HALF_HOUR && from < end)
  for (let start = Math.ceil((wall + 1) / HALF_HOUR) * HALF_HOUR; start < midnight; start += HALF_HOUR) {
    if (!isFree(start)) continue
    const end = start + (isFree(start + HALF_HOUR) ? HOUR : HALF_HOUR)
    return { type: 'timed', start: wallOf(start), startZone: zone, end: wallOf(end), endZone: zone }
  }
  return undefined
}
