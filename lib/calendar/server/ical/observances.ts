import { DAY, dayNumber, isWall, MINUTE, type WallMs, wallMs, wallOf, weekday } from '@/lib/calendar/day'
import { type NthDay, parseRule, type Rule, wallOfUntil } from '@/lib/calendar/series/rule'
import type { Instant } from '@/lib/calendar/zones/zone'
import type { RawLine } from './components'
import { parseLine, unescapeText } from './line'

/** A parsed VTIMEZONE (RFC 5545 §3.6.5). */
export interface Timezone {
  id: string
  /** X-LIC-LOCATION, an IANA name. */
  location: string | null
  observances: Observance[]
}

/** A STANDARD or DAYLIGHT component: each onset changes the UTC offset from `from` to `to`. */
export interface Observance {
  from: number
  to: number
  /** DTSTART and RDATEs in the local time before the change, sorted. */
  onsets: WallMs[]
  rule: Rule | null
}

/** Parses a VTIMEZONE. Skips unreadable observances; returns null if none is left. */
export function readTimezone(lines: readonly RawLine[]): Timezone | null {
  let id = ''
  let location: string | null = null
  let part: Map<string, string[]> | null = null
  const observances: Observance[] = []
  for (const { text, line } of lines) {
    const content = parseLine(text, line)
    if (!content) continue
    const { name, value } = content
    if (name === 'BEGIN') part = new Map()
    else if (name === 'END') {
      const observance = part && observanceOf(part)
      if (observance && observances.length < MAX_OBSERVANCES) observances.push(observance)
      part = null
    } else if (part) {
      const values = part.get(name)
      if (values) values.push(value)
      else part.set(name, [value])
    } else if (name === 'TZID') id = unescapeText(value).trim()
    else if (name === 'X-LIC-LOCATION') location = value
  }
  return id && observances.length > 0 ? { id, location, observances } : null
}

/** Returns the UTC offset at an instant in milliseconds. Before all onsets, it is the offset before the first. */
export function observedOffsetAt(timezone: Timezone, instant: Instant): number {
  const { before, onsets } = yearIn(timezone, new Date(instant).getUTCFullYear())
  return onsets.findLast(({ at }) => at <= instant)?.to ?? before
}

/** The onsets of one year, sorted, and the offset before them. */
interface Year {
  before: number
  onsets: { at: Instant; to: number }[]
}

/** Cached years: a file can have hundreds of observances and thousands of times, mostly in few years. */
const years = new WeakMap<Timezone, Map<number, Year>>()

function yearIn(timezone: Timezone, year: number): Year {
  const known = years.get(timezone) ?? new Map<number, Year>()
  years.set(timezone, known)
  let found = known.get(year)
  if (!found) {
    found = readYear(timezone, year)
    known.set(year, found)
  }
  return found
}

function readYear({ observances }: Timezone, year: number): Year {
  const begin = startOfYear(year)
  const end = startOfYear(year + 1)
  let latest: { at: Instant; to: number } | null = null
  let first = observances[0]!
  const onsets: Year['onsets'] = []
  for (const observance of observances) {
    const { from, to } = observance
    if (observance.onsets[0]! - from < first.onsets[0]! - first.from) first = observance
    const at = lastOnset(observance, begin)
    if (at !== null && (!latest || at >= latest.at)) latest = { at, to }
    for (const onset of onsetsAround(observance, year)) {
      const at = onset - from
      if (at > begin && at < end) onsets.push({ at, to })
    }
  }
  // The sort is stable, so the later of two observances at the same instant applies.
  onsets.sort((a, b) => a.at - b.at)
  return { before: latest ? latest.to : first.from, onsets }
}

/**
 * Returns the onsets of an observance in a year and the adjacent days, since local time differs from UTC by up to a
 * day.
 */
function onsetsAround({ from, onsets, rule }: Observance, year: number): WallMs[] {
  const first = onsets[0]!
  const begin = startOfYear(year) - DAY
  const end = startOfYear(year + 1) + DAY
  const around = onsets.filter((onset) => onset >= begin && onset < end)
  if (!rule || first >= end) return around
  const last = rule.count ? yearOf(first) + rule.count * rule.interval : Number.POSITIVE_INFINITY
  const ruled = [year - 1, year, year + 1]
    .filter((candidate) => candidate >= yearOf(first) && candidate <= last)
    .flatMap((candidate) => onsetsOf(rule, first, candidate))
  return [...around, ...ruled.filter((onset) => onset >= first && !isOver(rule, onset, from))]
}

function startOfYear(year: number): Instant {
  return dayNumber(`${String(year).padStart(4, '0')}-01-01`) * DAY
}

/** Returns the instant of a wall time, with the disambiguation of `instantAt` in `lib/calendar/zones/zone.ts`. */
export function instantInTimezone(timezone: Timezone, wall: WallMs): Instant {
  const before = observedOffsetAt(timezone, wall - DAY)
  const after = observedOffsetAt(timezone, wall + DAY)
  const early = wall - before
  if (before === after || observedOffsetAt(timezone, early) === before) return early
  const late = wall - after
  return observedOffsetAt(timezone, late) === after ? late : early
}

/** Returns the first instant that a VTIMEZONE defines. */
export function startOfTimezone({ observances }: Timezone): Instant {
  return Math.min(...observances.map(({ onsets, from }) => onsets[0]! - from))
}

/** Returns whether a VTIMEZONE has a single offset. */
export function hasFixedOffset({ observances }: Timezone): boolean {
  return new Set(observances.map(({ to }) => to)).size === 1
}

/**
 * Returns whether a VTIMEZONE defines the offset at an instant. A recurring change needs another that reverses it; a
 * change without rule is valid until the next one is due, half a year later.
 */
export function coversInstant(timezone: Timezone, instant: Instant): boolean {
  const { observances } = timezone
  if (instant < startOfTimezone(timezone)) return false
  const changes = observances.filter(({ from, to }) => from !== to)
  if (changes.length === 0) return true
  const isTakenBack = ({ from, rule, onsets }: Observance) =>
    (!rule && onsets.length < 2) || observances.some(({ to }) => to === from)
  if (!changes.every(isTakenBack)) return false
  if (observances.some(({ rule }) => rule && !rule.until && !rule.count)) return true
  const last = Math.max(...changes.map((change) => lastOnset(change, instant) ?? Number.NEGATIVE_INFINITY))
  return instant - last < MAX_SEASON
}

/** Longest season: DST lasts seven months in most places, standard time five. */
const MAX_SEASON = 220 * DAY

function observanceOf(part: Map<string, string[]>): Observance | null {
  const from = readOffset(part.get('TZOFFSETFROM')?.[0])
  const to = readOffset(part.get('TZOFFSETTO')?.[0])
  const start = readLocal(part.get('DTSTART')?.[0])
  if (to === null || start === null) return null
  const dates = (part.get('RDATE') ?? []).flatMap((value) => value.split(',').slice(0, MAX_ONSETS))
  const onsets = [start, ...dates.slice(0, MAX_ONSETS).map(readLocal)].filter((wall) => wall !== null)
  return {
    from: from ?? to,
    to,
    onsets: [...new Set(onsets)].sort((a, b) => a - b),
    rule: readRule(part.get('RRULE')?.[0]),
  }
}

const MAX_ONSETS = 1000
const MAX_OBSERVANCES = 500

/** Parses an offset: `+0130`, `-053020` and variants. No offset is a day or more. */
function readOffset(text: string | undefined): number | null {
  const [, sign, hours, minutes, seconds] =
    /^([+-]?)(\d{1,2}):?(\d{2})(?::?(\d{2}))?$/.exec(text?.trim() ?? '') ?? []
  if (!hours) return null
  const size = (Number(hours) * 60 + Number(minutes)) * MINUTE + Number(seconds ?? 0) * 1000
  return size >= DAY ? null : sign === '-' ? -size : size
}

function readLocal(text: string | undefined): WallMs | null {
  const [, y, m, d, time = '000000'] = /^(\d{4})(\d\d)(\d\d)(?:T(\d{6})Z?)?/.exec(text ?? '') ?? []
  // Programs use the years 0000 and 0001 for "always".
  const year = y === '0000' || y === '0001' ? '0002' : y
  const wall = `${year}-${m}-${d}T${time.slice(0, 2)}:${time.slice(2, 4)}:${time.slice(4)}`
  return isWall(wall) ? wallMs(wall) : null
}

function readRule(text: string | undefined): Rule | null {
  if (!text) return null
  try {
    const rule = parseRule(text)
    // Only yearly rules are valid for clock changes.
    return rule.freq === 'YEARLY' ? rule : null
  } catch {
    return null
  }
}

/** Returns the last onset at or before an instant; null if there is none. */
function lastOnset({ from, onsets, rule }: Observance, instant: Instant): Instant | null {
  const wall = instant + from
  const first = onsets[0]!
  if (first > wall) return null
  let last = onsets.findLast((onset) => onset <= wall)!
  if (rule) {
    const start = yearOf(first)
    let year = yearOf(wall)
    if (rule.until) year = Math.min(year, Number(rule.until.slice(0, 4)) + 1)
    if (rule.count) year = Math.min(year, start + rule.count * rule.interval)
    // A rule without a day in a year (29 February) has one within eight years.
    for (let tried = 0; year >= start && tried < 9; year--, tried++) {
      const ruled = onsetsOf(rule, first, year).findLast(
        (onset) => onset <= wall && onset >= first && !isOver(rule, onset, from),
      )
      if (ruled === undefined) continue
      last = Math.max(last, ruled)
      break
    }
  }
  return last - from
}

function isOver({ until }: Rule, onset: WallMs, from: number): boolean {
  if (!until) return false
  const end = wallOfUntil(until)
  // Programs also write dates and local times, which RFC 5545 §3.6.5 does not allow here.
  return until.length === 8 ? onset >= end + DAY : onset - (until.endsWith('Z') ? from : 0) > end
}

/** Returns a yearly rule's onsets in a year: by BYMONTH with BYDAY, BYMONTHDAY or both, else on DTSTART's date. */
function onsetsOf(rule: Rule, first: WallMs, year: number): WallMs[] {
  if ((year - yearOf(first)) % rule.interval !== 0) return []
  const date = wallOf(first)
  const months = rule.byMonth.length > 0 ? rule.byMonth : [Number(date.slice(5, 7))]
  const found: WallMs[] = []
  for (const month of months) {
    const start = dayNumber(`${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-01`)
    const length = new Date(Date.UTC(2000 + (year % 400), month, 0)).getUTCDate()
    for (let day = 1; day <= length; day++) {
      if (fits(rule, day, length, weekday(start + day - 1), Number(date.slice(8, 10)))) {
        found.push((start + day - 1) * DAY + (((first % DAY) + DAY) % DAY))
      }
    }
  }
  return found.sort((a, b) => a - b)
}

function fits(rule: Rule, day: number, length: number, of: number, otherwise: number): boolean {
  if (rule.byMonthDay.length === 0 && rule.byDay.length === 0) return day === otherwise
  const byDate =
    rule.byMonthDay.length === 0 || rule.byMonthDay.some((n) => n === day || n === day - length - 1)
  return byDate && (rule.byDay.length === 0 || rule.byDay.some((wanted) => isNth(wanted, day, length, of)))
}

function isNth({ nth, day: wanted }: NthDay, day: number, length: number, of: number): boolean {
  if (wanted !== of) return false
  return nth === 0 || (nth > 0 ? Math.ceil(day / 7) === nth : Math.ceil((length - day + 1) / 7) === -nth)
}

function yearOf(wall: WallMs): number {
  return new Date(wall).getUTCFullYear()
}
