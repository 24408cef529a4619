import { DAY, dayOf, HOUR, MINUTE, type WallMs, wallMs, wallOf, weekday } from '@/lib/calendar/day'
import { fixedOffset } from '@/lib/calendar/zones/fixed'
import { clockChanges, type Instant, wallAt, type Zone } from '@/lib/calendar/zones/zone'
import type { JcalComponent, JcalProperty } from './jcal'

/** A clock change; `wall` is in the local time before it. */
interface Onset {
  at: Instant
  wall: WallMs
  from: number
  to: number
  type: 'standard' | 'daylight'
}

/**
 * Returns the VTIMEZONE (RFC 5545 §3.6.5) of an IANA zone as jCal, from this machine's tz database: correct for all
 * years in the range, and beyond if the rule of the last years continues.
 */
export function vtimezone(zone: Zone, years: { from: number; to: number }): JcalComponent {
  const key = `${zone} ${years.from} ${years.to}`
  let component = cache.get(key)
  if (!component) {
    component = buildTimezone(zone, years)
    if (cache.size >= 500) cache.clear()
    cache.set(key, component)
  }
  return component
}

const cache = new Map<string, JcalComponent>()

/** Minimum number of years for a rule; shorter runs are written as dates. */
const MIN_RULE_YEARS = 3

/** Number of years after the range that are examined to find the rule that continues. */
const LOOKAHEAD_YEARS = 8

function buildTimezone(zone: Zone, years: { from: number; to: number }): JcalComponent {
  const begin = wallMs(`${String(years.from).padStart(4, '0')}-01-01T00:00:00`) - DAY
  const last = years.to + LOOKAHEAD_YEARS
  const { first, onsets } = onsetsOf(zone, begin, Date.UTC(last + 1, 0, 1))
  const groups = new Map<string, Onset[]>()
  for (const onset of onsets) {
    const key = `${onset.from} ${onset.to} ${onset.type}`
    groups.set(key, [...(groups.get(key) ?? []), onset])
  }
  const start: Onset = { at: begin, wall: begin + first, from: first, to: first, type: 'standard' }
  const parts = [observance(zone, start, [])]
  for (const group of groups.values()) parts.push(...partsOf(zone, group, last))
  return ['vtimezone', [['tzid', {}, 'text', zone]], parts]
}

function onsetsOf(zone: Zone, begin: Instant, end: Instant): { first: number; onsets: Onset[] } {
  // Includes another year, since the type of a change depends on the next one.
  const { first, changes } = clockChanges(zone, begin, end + 366 * DAY)
  let from = first
  const onsets = changes.map(({ at, offset: to }, index): Onset => {
    const next = changes[index + 1]
    // DST is an increase that is reversed within a year. Dublin's tz data names it the other way round, with equal
    // offsets.
    const summer = to > from && next !== undefined && next.offset < to && next.at - at < 300 * DAY
    const onset: Onset = { at, wall: at + from, from, to, type: summer ? 'daylight' : 'standard' }
    from = to
    return onset
  })
  return { first, onsets: onsets.filter(({ at }) => at < end) }
}

/**
 * Returns the observances of changes with equal offsets: a rule if one continues, and the others as dates. Rules that
 * have ended are dates, too, since some readers do not support an UNTIL in UTC with a DTSTART without zone.
 */
function partsOf(zone: Zone, onsets: Onset[], last: number): JcalComponent[] {
  const parts: JcalComponent[] = []
  const single: Onset[] = []
  for (let at = 0; at < onsets.length; ) {
    const { length, days } = findRegularRun(onsets, at)
    const run = onsets.slice(at, at + length)
    const goesOn = length >= MIN_RULE_YEARS && yearOf(run.at(-1)!) >= last
    if (goesOn) parts.push(observance(zone, run[0]!, [yearlyRule(run[0]!, days)]))
    else single.push(...run)
    at += length
  }
  if (single.length > 0) {
    const [first, ...rest] = single as [Onset, ...Onset[]]
    const dates = rest.map(({ wall }) => wallOf(wall))
    parts.push(observance(zone, first, dates.length > 0 ? [['rdate', {}, 'date-time', ...dates]] : []))
  }
  return parts
}

/**
 * Returns the number of onsets, from an index on, that follow one rule: in consecutive years, in the same month, on
 * the same weekday at the same time, within the same seven days of the month. `days`: the possible first days of
 * these seven.
 */
function findRegularRun(onsets: Onset[], from: number): { length: number; days: number[] } {
  const first = onsets[from]!
  const days = possibleWeekStarts(first)
  let length = 1
  let possible = days
  for (let at = from + 1; at < onsets.length; at++) {
    const next = onsets[at]!
    const same =
      yearOf(next) === yearOf(first) + length &&
      monthOf(next) === monthOf(first) &&
      weekdayOf(next) === weekdayOf(first) &&
      (next.wall - first.wall) % DAY === 0
    const both = possibleWeekStarts(next).filter((day) => possible.includes(day))
    if (!same || both.length === 0) break
    possible = both
    length++
  }
  return { length, days: possible }
}

/** Returns the possible first days of seven consecutive days of the month that include the onset's day. */
function possibleWeekStarts(onset: Onset): number[] {
  const day = dayIn(onset)
  return [6, 5, 4, 3, 2, 1, 0]
    .map((back) => day - back)
    .filter((start) => start >= 1 && start <= monthLength(onset) - 6)
}

function yearlyRule(first: Onset, days: number[]): JcalProperty {
  const name = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'][weekdayOf(first) - 1]!
  const month = monthOf(first)
  const parts: Record<string, unknown> = { freq: 'YEARLY' }
  parts.bymonth = month
  const nth = days.find((day) => day % 7 === 1 && day <= 22)
  // The last days of February vary with leap years.
  if (month !== 2 && days.includes(monthLength(first) - 6)) parts.byday = `-1${name}`
  else if (nth !== undefined) parts.byday = `${(nth + 6) / 7}${name}`
  else {
    parts.bymonthday = [0, 1, 2, 3, 4, 5, 6].map((day) => day + days[0]!)
    parts.byday = name
  }
  return ['rrule', {}, 'recur', parts]
}

function observance(zone: Zone, { at, wall, from, to, type }: Onset, when: JcalProperty[]): JcalComponent {
  const properties: JcalProperty[] = [
    ['dtstart', {}, 'date-time', wallOf(wall)],
    ['tzoffsetfrom', {}, 'utc-offset', offsetText(from)],
    ['tzoffsetto', {}, 'utc-offset', offsetText(to)],
    ['tzname', {}, 'text', nameAt(zone, at, to)],
  ]
  return [type, [...properties, ...when], []]
}

/** Returns the abbreviation of a zone, such as `CET`, or the offset if Intl has none. */
function nameAt(zone: Zone, at: Instant, offset: number): string {
  if (fixedOffset(zone) !== undefined) return zone
  for (const locale of ['en-US', 'en-GB', 'en-AU']) {
    const format = new Intl.DateTimeFormat(locale, { timeZone: zone, timeZoneName: 'short' })
    const name = format.formatToParts(at + HOUR).find(({ type }) => type === 'timeZoneName')?.value
    if (name && !/[+\d]|^GMT.|^UTC./.test(name) && wallAt(at + HOUR, zone) === at + HOUR + offset) return name
  }
  return offsetText(offset).replaceAll(':', '')
}

function offsetText(offset: number): string {
  const size = Math.abs(offset)
  const two = (value: number) => String(Math.floor(value)).padStart(2, '0')
  const seconds = (size % MINUTE) / 1000
  const text = `${offset < 0 ? '-' : '+'}${two(size / HOUR)}:${two((size % HOUR) / MINUTE)}`
  return seconds ? `${text}:${two(seconds)}` : text
}

function yearOf({ wall }: Onset): number {
  return Number(wallOf(wall).slice(0, 4))
}

function monthOf({ wall }: Onset): number {
  return Number(wallOf(wall).slice(5, 7))
}

function dayIn({ wall }: Onset): number {
  return Number(wallOf(wall).slice(8, 10))
}

function weekdayOf({ wall }: Onset): number {
  return weekday(Math.floor(wall / DAY))
}

function monthLength(onset: Onset): number {
  const month = new Date(Date.UTC(yearOf(onset), monthOf(onset), 0))
  return Number(dayOf(month.getTime() / DAY).slice(8, 10))
}
