import { DAY, HOUR, MINUTE, type WallMs } from './day'

/** An IANA time zone name, such as `Europe/Berlin`. */
export type Zone = string

/** Milliseconds since 1970-01-01T00:00Z. */
export type Instant = number

/** True for a name that this machine's tz database knows. Offsets such as `+02:00` are not zones: they know no DST. */
export function isZone(name: string): name is Zone {
  if (known.has(name)) return true
  if (name.length > 64 || !/^[A-Za-z]/.test(name)) return false
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    // Asking Intl costs a twentieth of a millisecond. Names may be written in any case, so there is no end of them.
    if (known.size < 1000) known.add(name)
    return true
  } catch {
    return false
  }
}

const known = new Set<string>()

/** What a wall clock in the zone shows at an instant. */
export function wallAt(instant: Instant, zone: Zone): WallMs {
  return instant + offset(instant, zone)
}

/**
 * The instant at which a wall clock in the zone shows a time. Where the clock jumps over it, time moves forward
 * by the jump (02:30 becomes 03:30); where it shows it twice, the first. Both are what
 * RFC 5545 §3.3.5 says of a DATE-TIME with a TZID.
 */
export function instantAt(wall: WallMs, zone: Zone): Instant {
  const before = offset(wall - DAY, zone)
  const after = offset(wall + DAY, zone)
  const early = wall - before
  if (before === after) return early
  if (offset(early, zone) === before) return early
  const late = wall - after
  return offset(late, zone) === after ? late : early
}

/**
 * A clock for many instants of one range: the zone's changes in it are found once, then reading a time costs an
 * addition instead of a look into the tz database.
 */
export function clock(zone: Zone, from: Instant, to: Instant): (instant: Instant) => WallMs {
  const changes = zoneChanges(zone, from, to)
  const first = changes[0]!
  if (changes.length === 1) return (instant) => inRange(instant) ?? instant + first.offset
  return (instant) => {
    const outside = inRange(instant)
    if (outside !== undefined) return outside
    let current = first
    for (const change of changes) if (change.at <= instant) current = change
    return instant + current.offset
  }

  function inRange(instant: Instant): WallMs | undefined {
    return instant < from || instant > to ? wallAt(instant, zone) : undefined
  }
}

interface Change {
  at: Instant
  offset: number
}

const found = new Map<string, Change[]>()

function zoneChanges(zone: Zone, from: Instant, to: Instant): Change[] {
  const key = `${zone} ${from} ${to}`
  const known = found.get(key)
  if (known) return known
  const changes: Change[] = [{ at: from, offset: offset(from, zone) }]
  for (let at = from; at < to; ) {
    const next = Math.min(at + DAY, to)
    const last = changes[changes.length - 1]!
    const then = offset(next, zone)
    if (then !== last.offset) changes.push({ at: changeBetween(zone, at, next, last.offset), offset: then })
    at = next
  }
  if (found.size > 500) found.clear()
  found.set(key, changes)
  return changes
}

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
  let format = formats.get(zone)
  if (!format) {
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
