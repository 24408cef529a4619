import { DAY, HOUR, MINUTE, wallMs, wallOf } from '@/lib/calendar/day'
import { clockChanges } from '@/lib/calendar/zones/clock'
import { fixedOffset } from '@/lib/calendar/zones/fixed'
import { wallAt } from '@/lib/calendar/zones/wall-time'
import type { Instant, Zone } from '@/lib/calendar/zones/zone'
import type { JcalComponent, JcalProperty } from './jcal'
import { findRegularRun, type Onset, onsetYear, yearlyRule } from './yearly-onsets'

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
    const isDaylight = to > from && next !== undefined && next.offset < to && next.at - at < 300 * DAY
    const onset: Onset = { at, wall: at + from, from, to, type: isDaylight ? 'daylight' : 'standard' }
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
    const isContinuing = length >= MIN_RULE_YEARS && onsetYear(run.at(-1)!) >= last
    if (isContinuing) parts.push(observance(zone, run[0]!, [yearlyRule(run[0]!, days)]))
    else single.push(...run)
    at += length
  }
  if (single.length > 0) {
    const [first, ...others] = single as [Onset, ...Onset[]]
    const dates = others.map(({ wall }) => wallOf(wall))
    parts.push(observance(zone, first, dates.length > 0 ? [['rdate', {}, 'date-time', ...dates]] : []))
  }
  return parts
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
  const twoDigits = (value: number) => String(Math.floor(value)).padStart(2, '0')
  const seconds = (size % MINUTE) / 1000
  const text = `${offset < 0 ? '-' : '+'}${twoDigits(size / HOUR)}:${twoDigits((size % HOUR) / MINUTE)}`
  return seconds ? `${text}:${twoDigits(seconds)}` : text
}
