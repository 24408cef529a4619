import { DAY, HOUR, MINUTE, type WallMs, weekday } from '../day'
import { civilOf } from './civil'
import type { Frequency, NthDay, Rule } from './rule'
import { weekYearOf } from './week'

const SECOND = 1000

/** A sorted list of times, computed on demand: a hostile rule has 86,400 a day. */
export interface TimeList {
  length: number
  /** Returns the time at a zero-based index. */
  at(place: number): number
}

/**
 * A rule combined with its DTSTART, which supplies the missing parts (RFC 5545 §3.3.10). Sets of days are bit masks.
 */
export interface Pattern {
  rule: Rule
  start: WallMs
  startDay: number
  /** The year of the start's period; with BYWEEKNO, the year of its week. */
  startYear: number
  startMonth: number
  months: number
  weekdays: number
  /** Set of ordinal weekdays, by {@link nthIndex}. */
  nths: Uint8Array | undefined
  /** Whether `nths` count within the month; otherwise within the year. */
  nthOfMonth: boolean
  monthDays: number
  monthDaysFromEnd: number
  /** Sets of year days and week numbers, by {@link signedIndex}. */
  yearDays: Uint8Array | undefined
  weekNos: Uint8Array | undefined
  /** Whether the rule names dates missing from some months or years, which SKIP moves to existing days. */
  shifts: boolean
  /** Offsets in milliseconds from the start of each day, or of each hour, minute or second for these frequencies. */
  times: TimeList
  hours: readonly number[]
  minutes: readonly number[]
  seconds: readonly number[]
}

/** Combines a rule with its start. */
export function patternOf(rule: Rule, start: WallMs): Pattern {
  const { freq } = rule
  const startDay = Math.floor(start / DAY)
  const { year, month, date } = civilOf(startDay)
  const months = freq === 'YEARLY' || freq === 'MONTHLY'
  const bySomeDate = rule.byYearDay.length + rule.byMonthDay.length > 0
  const bySomeDay = bySomeDate || rule.byWeekNo.length + rule.byDay.length > 0
  // Without other parts, a week has the start's weekday, and a month the start's date.
  const weekdayImplied =
    !rule.byDay.length && !bySomeDate && (freq === 'WEEKLY' || (months && rule.byWeekNo.length > 0))
  const byDay = weekdayImplied ? [{ nth: 0, day: weekday(startDay) }] : rule.byDay
  const monthDays = months && !bySomeDay ? [date] : rule.byMonthDay
  const monthImplied = freq === 'YEARLY' && !bySomeDay && !rule.byMonth.length
  // An ordinal weekday is meaningful in months and years only (BYDAY of §3.3.10).
  const counted = months && !rule.byWeekNo.length
  const nths = counted ? byDay.filter(({ nth }) => nth) : []
  const clock = clockParts(rule, start)
  return {
    rule,
    start,
    startDay,
    startYear: freq === 'YEARLY' && rule.byWeekNo.length ? weekYearOf(startDay, rule.weekStart) : year,
    startMonth: month,
    months: bits(monthImplied ? [month] : rule.byMonth),
    weekdays: bits(byDay.filter(({ nth }) => !nth || !counted).map(({ day }) => day)),
    nths: table(nths.map(nthIndex), 8 * 108),
    nthOfMonth: freq === 'MONTHLY' || rule.byMonth.length > 0,
    monthDays: bits(monthDays.filter((day) => day > 0)),
    monthDaysFromEnd: bits(monthDays.filter((day) => day < 0).map((day) => -day)),
    yearDays: table(rule.byYearDay.map(signedIndex), 2 * 367),
    weekNos: table(rule.byWeekNo.map(signedIndex), 2 * 54),
    shifts: months && rule.skip !== 'omit' && !rule.byWeekNo.length && hasMissing(monthDays, rule.byYearDay),
    times: timesOf(rule, clock),
    ...clock,
  }
}

/** Returns whether some months lack one of the month days, or some years one of the year days. */
function hasMissing(monthDays: readonly number[], yearDays: readonly number[]): boolean {
  return monthDays.some((day) => Math.abs(day) > 28) || yearDays.some((day) => Math.abs(day) > 365)
}

type ClockParts = Pick<Pattern, 'hours' | 'minutes' | 'seconds'>

function clockParts(rule: Rule, start: WallMs): ClockParts {
  const ofDay = start - Math.floor(start / DAY) * DAY
  const { freq } = rule
  // Treats a leap second as the last second of its minute, since clocks here have none.
  const bySecond = rule.bySecond.map((second) => Math.min(second, 59))
  const minutely = freq === 'MINUTELY' || freq === 'SECONDLY'
  return {
    hours: sortedOrAll(rule.byHour, isSubDaily(rule) ? 24 : 0, Math.floor(ofDay / HOUR)),
    minutes: sortedOrAll(rule.byMinute, minutely ? 60 : 0, Math.floor((ofDay % HOUR) / MINUTE)),
    seconds: sortedOrAll(bySecond, freq === 'SECONDLY' ? 60 : 0, Math.floor((ofDay % MINUTE) / SECOND)),
  }
}

/** Returns whether the frequency is higher than daily. */
export function isSubDaily({ freq }: Rule): boolean {
  return freq === 'HOURLY' || freq === 'MINUTELY' || freq === 'SECONDLY'
}

/** Returns the offsets of a rule's times within its day, hour, minute or second. */
function timesOf({ freq, bySetPos }: Rule, { hours, minutes, seconds }: ClockParts): TimeList {
  const unit = unitOf(freq)
  const ofDay = unit < DAY ? [0] : hours
  const ofHour = unit < HOUR ? [0] : minutes
  const ofMinute = unit < MINUTE ? [0] : seconds
  const perHour = ofHour.length * ofMinute.length
  const all = {
    length: ofDay.length * perHour,
    at: (place: number) =>
      ofDay[Math.floor(place / perHour)]! * HOUR +
      ofHour[Math.floor(place / ofMinute.length) % ofHour.length]! * MINUTE +
      ofMinute[place % ofMinute.length]! * SECOND,
  }
  // For weekly to yearly rules, BYSETPOS counts across the days of the period.
  const ofPeriod = freq === 'WEEKLY' || freq === 'MONTHLY' || freq === 'YEARLY'
  if (ofPeriod || !bySetPos.length) return all
  const places = resolvePositions(bySetPos, all.length)
  return { length: places.length, at: (place) => all.at(places[place]!) }
}

/** Returns the length of the period of a sub-daily frequency; else that of a day. */
export function unitOf(freq: Frequency): number {
  return freq === 'HOURLY' ? HOUR : freq === 'MINUTELY' ? MINUTE : freq === 'SECONDLY' ? SECOND : DAY
}

/** Visits the times of a period that starts at `base`, beginning at `from`. Returns false if the visitor stopped. */
export function eachTime(
  times: TimeList,
  base: WallMs,
  from: WallMs,
  visit: (at: WallMs) => boolean,
): boolean {
  for (let place = base < from ? placeFrom(times, from - base) : 0; place < times.length; place++) {
    if (!visit(base + times.at(place))) return false
  }
  return true
}

/** Returns the index of the first time at or after `time`. */
function placeFrom(times: TimeList, time: number): number {
  let [first, last] = [0, times.length]
  while (first < last) {
    const middle = (first + last) >> 1
    if (times.at(middle) < time) first = middle + 1
    else last = middle
  }
  return first
}

/** Returns the sorted zero-based indices that BYSETPOS selects from `total` entries. */
export function resolvePositions(positions: readonly number[], total: number): number[] {
  const places = positions.map((position) => (position > 0 ? position - 1 : total + position))
  return [...new Set(places)].filter((place) => place >= 0 && place < total).sort((a, b) => a - b)
}

function sortedOrAll(list: readonly number[], all: number, implied: number): number[] {
  if (list.length) return [...new Set(list)].sort((a, b) => a - b)
  return all ? Array.from({ length: all }, (_, index) => index) : [implied]
}

function bits(list: readonly number[]): number {
  return list.reduce((all, bit) => all | (1 << bit), 0)
}

/** Returns the table index of a number that counts from the start or, if negative, from the end. */
export function signedIndex(number: number): number {
  return number > 0 ? 2 * number : -2 * number - 1
}

/** Returns the table index of an ordinal weekday. */
export function nthIndex({ nth, day }: NthDay): number {
  return 8 * signedIndex(nth) + day
}

function table(indices: readonly number[], size: number): Uint8Array | undefined {
  if (!indices.length) return undefined
  const set = new Uint8Array(size)
  for (const index of indices) set[index] = 1
  return set
}
