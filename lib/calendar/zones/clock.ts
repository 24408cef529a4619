import { DAY } from '../day'
import { GREGORIAN_CYCLE_DAYS } from '../series/civil'
import { type Instant, utcOffset, type Zone } from './zone'

/** Returns whether two zones have the same offsets between two instants. */
export function hasSameClock(a: Zone, b: Zone, from: Instant, to: Instant): boolean {
  if (a === b) return true
  // Compares the offsets at `from` before looking for changes, since they nearly always differ.
  if (utcOffset(from, a) !== utcOffset(from, b)) return false
  const changesOf = (zone: Zone) => JSON.stringify(clockChanges(zone, from, to))
  return changesOf(a) === changesOf(b)
}

/** Maximum distance of a wall time from its instant, including clock changes by a whole day. */
export const MAX_WALL_DISTANCE = 2 * DAY

/** A change of a zone's UTC offset at an instant to `offset` milliseconds. */
export interface ClockChange {
  at: Instant
  offset: number
}

/** Returns a zone's UTC offset at `from` and its changes until before `to`. */
export function clockChanges(
  zone: Zone,
  from: Instant,
  to: Instant,
): { first: number; changes: ClockChange[] } {
  const changes: ClockChange[] = []
  const first = utcOffset(from, zone)
  let before = first
  for (let at = from; at < to; ) {
    const next = Math.min(at + (at < RULES_ONLY_FROM ? MIN_CHANGE_INTERVAL : MIN_CHANGE_INTERVAL_BY_RULE), to)
    if (utcOffset(next, zone) === before) {
      at = next
    } else {
      at = changeBetween(zone, at, next, before)
      before = utcOffset(at, zone)
      if (at < to) changes.push({ at, offset: before })
    }
  }
  return { first, changes }
}

/** Shorter than the shortest period between two changes of the tz database, a week. */
const MIN_CHANGE_INTERVAL = 3 * DAY

/** From this instant, the tz database has no individual changes, only rules of months and weekdays. */
const RULES_ONLY_FROM = Date.UTC(2100, 0)

/** Minimum time between two changes from {@link RULES_ONLY_FROM} on: rules keep an offset for months. */
const MIN_CHANGE_INTERVAL_BY_RULE = 28 * DAY

/** Before this instant, all zones have their local mean time. */
const EARLIEST_CHANGE = Date.UTC(1800, 0)

const PERIOD = GREGORIAN_CYCLE_DAYS * DAY

/** Returns a time with the same offsets: rules repeat with the Gregorian cycle, so distant years need no lookups. */
export function equivalentTime(time: number): number {
  if (time < EARLIEST_CHANGE) return EARLIEST_CHANGE
  return time < RULES_ONLY_FROM + PERIOD ? time : RULES_ONLY_FROM + ((time - RULES_ONLY_FROM) % PERIOD)
}

/** The UTC offset at the beginning of a window of time, and the changes after it. */
interface Clock {
  first: number
  changes: readonly ClockChange[]
  /** Range of times for which it is valid. */
  from: number
  to: number
}

/**
 * Returns the cached changes of a zone's clock for a window of time. A cached conversion only needs additions, about a
 * thousand times faster than a lookup.
 */
export function clockOf(zone: Zone, around: number): Clock {
  // Most calls repeat the zone and window of the previous call.
  if (around >= last.from && around < last.to && zone === lastZone) return last
  const windowIndex = Math.floor(around / CLOCK_WINDOW)
  let windows = clocks.get(zone)
  let clock = windows?.get(windowIndex)
  if (!clock) {
    if (cachedClocks >= MAX_CACHED_CLOCKS) {
      clocks.clear()
      cachedClocks = 0
      windows = undefined
    }
    if (!windows) {
      windows = new Map()
      clocks.set(zone, windows)
    }
    const [from, to] = [windowIndex * CLOCK_WINDOW, (windowIndex + 1) * CLOCK_WINDOW]
    clock = { ...clockChanges(zone, from - 2 * MAX_WALL_DISTANCE, to + 2 * MAX_WALL_DISTANCE), from, to }
    windows.set(windowIndex, clock)
    cachedClocks++
  }
  lastZone = zone
  last = clock
  return clock
}

const CLOCK_WINDOW = 128 * DAY
const MAX_CACHED_CLOCKS = 20_000

const clocks = new Map<Zone, Map<number, Clock>>()
let cachedClocks = 0
let last: Clock = { first: 0, changes: [], from: 0, to: 0 }
let lastZone: Zone = ''

function changeBetween(zone: Zone, from: Instant, to: Instant, before: number): Instant {
  while (to - from > 1) {
    const middle = Math.floor((from + to) / 2)
    if (utcOffset(middle, zone) === before) from = middle
    else to = middle
  }
  return to
}
