import { DAY, HOUR, MINUTE, type WallMs } from '../day'
import { GREGORIAN_CYCLE_DAYS } from '../series/civil'
import { fixedOffset } from './fixed'

/** An IANA time zone name, such as `Europe/Berlin`, or a fixed offset as `UTC+04:17` (see fixed.ts). */
export type Zone = string

/** Milliseconds since 1970-01-01T00:00Z. */
export type Instant = number

/** Whether a name is a zone: one that this machine's tz database knows, or a fixed offset by its full name. */
export function isZone(name: string): name is Zone {
  if (names.has(name) || fixedOffset(name) !== undefined) return true
  if (name.length > 64 || !/^[A-Za-z]/.test(name)) return false
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    // Asking Intl costs a twentieth of a millisecond. Names may be written in any case, so there is no end of them.
    if (names.size < 1000) names.add(name)
    return true
  } catch {
    return false
  }
}

const names = new Set<string>()

/** What a wall clock in the zone shows at an instant. */
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
 * The instant at which a wall clock in the zone shows a time. Where the clock jumps over it, time moves forward
 * by the jump (02:30 becomes 03:30); where it shows it twice, the first. Both are what
 * RFC 5545 §3.3.5 says of a DATE-TIME with a TZID.
 */
export function instantAt(wall: WallMs, zone: Zone): Instant {
  const near = equivalentTime(wall)
  const { first, changes } = clockOf(zone, near)
  let current = first
  for (const { at, offset } of changes) {
    // In a gap the larger offset is the one after, in an overlap the one before: until then the clock is as it was.
    if (near < at + Math.max(current, offset)) break
    current = offset
  }
  return wall - current
}

/** Whether a wall clock in the zone never shows a time, but jumps over it. */
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
 * How far ahead of UTC the zone's clock is at an instant, in milliseconds. Told without remembering the zone's clock: for
 * who asks once of every zone that there is.
 */
export function offsetAt(instant: Instant, zone: Zone): number {
  return offset(instant, zone)
}

/** True for zones whose clocks show the same from an instant to another, each change of the clock included. */
export function hasSameClock(a: Zone, b: Zone, from: Instant, to: Instant): boolean {
  if (a === b) return true
  // Where they differ now, which is nearly always, nothing else need be looked up.
  if (offset(from, a) !== offset(from, b)) return false
  const ofZone = (zone: Zone) => JSON.stringify(clockChanges(zone, from, to))
  return ofZone(a) === ofZone(b)
}

/** How far ahead of UTC the zone's clock is at least and at most in the days around a time, wall time or instant. */
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

/** A wall time is at most so far from its instant, jumps of the clock by a whole day included. */
const MAX_WALL_DISTANCE = 2 * DAY

/** A change of a zone's clock: at which instant, and how far ahead of UTC it is from then on, in milliseconds. */
export interface ClockChange {
  at: Instant
  offset: number
}

/** How far ahead of UTC the zone's clock is at `from`, and its changes after that, to before `to`. */
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

/** No clock was ever changed and put back within so long: the shortest of the tz database lasted a week. */
const MIN_CHANGE_INTERVAL = 3 * DAY

/** What zones do from then on is no longer told year by year, but by a rule of months and weekdays, if by any. */
const RULES_ONLY_FROM = Date.UTC(2100, 0)

/** Such rules have their clocks stay as they are for months. */
const MIN_CHANGE_INTERVAL_BY_RULE = 28 * DAY

/** Nobody had set a clock by then: all showed the time of their town. */
const EARLIEST_CHANGE = Date.UTC(1800, 0)

const PERIOD = GREGORIAN_CYCLE_DAYS * DAY

/** A time at which clocks are as they are at this one: rules come round as the calendar does, so nothing far is looked up. */
function equivalentTime(time: number): number {
  if (time < EARLIEST_CHANGE) return EARLIEST_CHANGE
  return time < RULES_ONLY_FROM + PERIOD ? time : RULES_ONLY_FROM + ((time - RULES_ONLY_FROM) % PERIOD)
}

interface Clock {
  first: number
  changes: readonly ClockChange[]
  /** The stretch of time that it may be asked for. */
  from: number
  to: number
}

/**
 * A zone's clock is looked up in the tz database once for a stretch of time, and then remembered: reading a time costs
 * additions instead of a thousand times as much.
 */
function clockOf(zone: Zone, around: number): Clock {
  // Mostly it is the same as the last time.
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

/** Milliseconds that the zone's clock is ahead of UTC, read from Intl's `GMT-03:30` or `GMT-00:44:30`. */
function offset(instant: Instant, zone: Zone): number {
  const fixed = fixedOffset(zone)
  if (fixed !== undefined) return fixed
  let format = formats.get(zone)
  if (!format) {
    // A name may be written in any case: there is no end of them.
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
