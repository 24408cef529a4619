import { HOUR, MINUTE } from '../day'
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
    // Caches names, since asking Intl takes 50 µs. Limits the cache, since names are valid in any mix of upper and lower
    // case.
    if (names.size < 1000) names.add(name)
    return true
  } catch {
    return false
  }
}

const names = new Set<string>()

/**
 * Returns the UTC offset of a zone at an instant in milliseconds. Does not fill the clock cache, for callers that query
 * all zones once.
 */
export function offsetAt(instant: Instant, zone: Zone): number {
  return utcOffset(instant, zone)
}

const formats = new Map<Zone, Intl.DateTimeFormat>()

/** Returns the UTC offset in milliseconds, parsed from Intl's `GMT-03:30` or `GMT-00:44:30`. */
export function utcOffset(instant: Instant, zone: Zone): number {
  const fixed = fixedOffset(zone)
  if (fixed !== undefined) return fixed
  let format = formats.get(zone)
  if (!format) {
    // Limits the cache, since names are valid in any mix of upper and lower case.
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
