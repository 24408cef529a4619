import { DAY, HOUR, MINUTE, type WallMs } from '../day'
import { GREGORIAN_CYCLE_DAYS } from '../series/civil'
import { fixedOffset } from './fixed'

/** An IANA time zone name, such as `Europe/Berlin`, or a fixed offset as `UTC+04:17` (see fixed.ts). */
export type Zone = string

/** Milliseconds since 1970-01-01T00:00Z. */
export type Instant = number

/** Returns whether a name is a zone of this machine's tz database or a fixed offset. */
export function isZone(name: string): name is Zone {
  if (names.has(name) || fixedOffset(name) !== undefined) return true
  if (name.length > 64 || !/^[A-Za-z]/.test(name)) return false
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    // Caches names, since asking Intl takes 50 µs. Limited, since names are valid in any case.
    if (names.size < 1000) names.add(name)
    return true
  } catch {
    return false
  }
}

const names = new Set<string>()

/** Returns the wall time of an instant in a zone. */
export function wallAt(instant: Instant, zone: Zone): WallMs {
  const near = equivalentTime(instant)
  const { first, changes } = clockOf(zone, near)
  let current = first
  for (const change of changes) {
    if (near < change.at) break
    current = change.offset
  }
  return instant + current
}

/**
 * Returns the instant of a wall time in a zone, with Temporal's disambiguation "compatible": a time in a gap moves
 * forward by the length of the gap (02:30 becomes 03:30), a repeated time is the first. RFC 5545 §3.3.5 requires both
 * for a DATE-TIME with a TZID.
 */
export function instantAt(wall: WallMs, zone: Zone): Instant {
  const near = equivalentTime(wall)
  const { first, changes } = clockOf(zone, near)
  let current = first
  for (const { at, offset } of changes) {
    // In a gap the larger offset is the later one, in an overlap the earlier one; before it, the clock is unchanged.
    if (near < at + Math.max(current, offset)) break
    current = offset
  }
  return wall - current
}

/** Returns whether a wall time is in a gap of the zone's clock. */
export function isSkipped(wall: WallMs, zone: Zone): boolean {
  const near = equivalentTime(wall)
  const { first, changes } = clockOf(zone, near)
  let current = first
  for (const { at, offset } of changes) {
    if (near < at + current) return false
    if (near < at + offset) return true
    current = offset
  }
  return false
}

/**
 * Returns the UTC offset of a zone at an instant in milliseconds. Does not fill the clock cache, for callers that query
 * all zones once.
 */
export function offsetAt(instant: Instant, zone: Zone): number {
  return offset(instant, zone)
}

/** Returns whether two zones have the same offsets between two instants. */
export function hasSameClock(a: Zone, b: Zone, from: Instant, to: Instant): boolean {
  if (a === b) return true
  // Compares the first offset first, which nearly always differs.
  if (offset(from, a) !== offset(from, b)) return false
  const ofZone = (zone: Zone) => JSON.stringify(clockChanges(zone, from, to))
  return ofZone(a) === ofZone(b)
}

/** Returns the minimum and maximum UTC offset in the two days around an instant or wall time. */
export function offsetsAround(time: number, zone: Zone): { min: number; max: number } {
  const near = equivalentTime(time)
  const { first, changes } = clockOf(zone, near)
  let [min, max] = [first, first]
  for (const { at, offset } of changes) {
    if (at >= near + MAX_WALL_DISTANCE) break
    if (at <= near - MAX_WALL_DISTANCE) min = max = offset
    else [min, max] = [Math.min(min, offset), Math.max(max, offset)]
  }
  return { min, max }
}

/** Maximum distance of a wall time from its instant, including clock changes by a whole day. */
const MAX_WALL_DISTANCE = 2 * DAY

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
  const first = offset(from, zone)
  let before = first
  for (let at = from; at < to; ) {
    const next = Math.min(at + (at < RULES_ONLY_FROM ? MIN_CHANGE_INTERVAL : MIN_CHANGE_INTERVAL_BY_RULE), to)
    if (offset(next, zone) === before) {
      at = next
    } else {
      at = changeBetween(zone, at, next, before)
      before = offset(at, zone)
      if (at < to) changes.push({ at, offset: before })
    }
  }
  return { first, changes }
}

/** Shorter than the shortest period between two changes of the tz database, a week. */
const MIN_CHANGE_INTERVAL = 3 * DAY

/** From this instant, the tz database has no individual changes, only rules of months and weekdays. */
const RULES_ONLY_FROM = Date.UTC(2100, 0)

/** Minimum time between two changes from then on: rules keep an offset for months. */
const MIN_CHANGE_INTERVAL_BY_RULE = 28 * DAY

/** Earlier, all zones have their local mean time. */
const EARLIEST_CHANGE = Date.UTC(1800, 0)

const PERIOD = GREGORIAN_CYCLE_DAYS * DAY

/** Returns a time with the same offsets: rules repeat with the Gregorian cycle, so distant years need no lookups. */
function equivalentTime(time: number): number {
  if (time < EARLIEST_CHANGE) return EARLIEST_CHANGE
  return time < RULES_ONLY_FROM + PERIOD ? time : RULES_ONLY_FROM + ((time - RULES_ONLY_FROM) % PERIOD)
}

interface Clock {
  first: number
  changes: readonly ClockChange[]
  /** The range of times that it is valid for. */
  from: number
  to: number
}

/**
 * Returns the cached changes of a zone's clock for a window of time. A cached conversion only needs additions, about a
 * thousand times faster than a lookup.
 */
function clockOf(zone: Zone, around: number): Clock {
  // Most calls repeat the zone and window of the previous call.
  if (around >= last.from && around < last.to && zone === lastZone) return last
  const stretch = Math.floor(around / CLOCK_WINDOW)
  let stretches = clocks.get(zone)
  let clock = stretches?.get(stretch)
  if (!clock) {
    if (cachedClocks >= MAX_CACHED_CLOCKS) {
      clocks.clear()
      cachedClocks = 0
      stretches = undefined
    }
    if (!stretches) {
      stretches = new Map()
      clocks.set(zone, stretches)
    }
    const [from, to] = [stretch * CLOCK_WINDOW, (stretch + 1) * CLOCK_WINDOW]
    clock = { ...clockChanges(zone, from - 2 * MAX_WALL_DISTANCE, to + 2 * MAX_WALL_DISTANCE), from, to }
    stretches.set(stretch, clock)
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
    if (offset(middle, zone) === before) from = middle
    else to = middle
  }
  return to
}

const formats = new Map<Zone, Intl.DateTimeFormat>()

/** Returns the UTC offset in milliseconds, parsed from Intl's `GMT-03:30` or `GMT-00:44:30`. */
function offset(instant: Instant, zone: Zone): number {
  const fixed = fixedOffset(zone)
  if (fixed !== undefined) return fixed
  let format = formats.get(zone)
  if (!format) {
    // Limited, since names are valid in any case.
    if (formats.size >= 1000) formats.clear()
    format = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' })
    formats.set(zone, format)
  }
  const text = format.format(instant)
  const at = text.lastIndexOf('GMT') + 3
  if (at === text.length) return 0
  const size =
    Number(text.slice(at + 1, at + 3)) * HOUR +
    Number(text.slice(at + 4, at + 6)) * MINUTE +
    Number(text.slice(at + 7, at + 9)) * 1000
  return text[at] === '-' ? -size : size
}
