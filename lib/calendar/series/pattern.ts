import { DAY, HOUR, MINUTE, type WallMs, weekday } from '../day'
import { civilOf } from './civil'
import type { Frequency, NthDay, Rule } from './rule'
import { weekYearOf } from './week'

const SECOND = 1000

/** Times in order. Counted and not listed: a hostile rule has 86,400 a day, of which most are never asked for. */
export interface TimeList {
  length: number
  /** The time at a place, counted from 0. */
  at(place: number): number
}

/** A rule made ready for a start: what it leaves unsaid is taken from there (RFC 5545 §3.3.10). Days as bits of a number. */
export interface Pattern {
  rule: Rule
  start: WallMs
  startDay: number
  /** The year that the start's period is of: of its week, where weeks are numbered. */
  startYear: number
  startMonth: number
  months: number
  weekdays: number
  /** By {@link nthIndex}. */
  nths: Uint8Array | undefined
  /** Whether `nths` count in the month; else in the year. */
  nthOfMonth: boolean
  monthDays: number
  monthDaysFromEnd: number
  /** By {@link signedIndex}, as are the week numbers. */
  yearDays: Uint8Array | undefined
  weekNos: Uint8Array | undefined
  /** Whether the rule has dates that some months or years lack, which SKIP moves to a day that they have. */
  shifts: boolean
  /** When it happens in each of its days, or hours, minutes or seconds where it repeats in these: milliseconds since then. */
  times: TimeList
  hours: readonly number[]
  minutes: readonly number[]
  seconds: readonly number[]
}

/** Makes a rule ready. */
export function patternOf(rule: Rule, start: WallMs): Pattern {
  const { freq } = rule
  const startDay = Math.floor(start / DAY)
  const { year, month, date } = civilOf(startDay)
  const months = freq === 'YEARLY' || freq === 'MONTHLY'
  const bySomeDate = rule.byYearDay.length + rule.byMonthDay.length > 0
  const bySomeDay = bySomeDate || rule.byWeekNo.length + rule.byDay.length > 0
  // A week that nothing else says the day of has the start's weekday, a month its date.
  const weekdayImplied =
    !rule.byDay.length && !bySomeDate && (freq === 'WEEKLY' || (months && rule.byWeekNo.length > 0))
  const byDay = weekdayImplied ? [{ nth: 0, day: weekday(startDay) }] : rule.byDay
  const monthDays = months && !bySomeDay ? [date] : rule.byMonthDay
  const monthImplied = freq === 'YEARLY' && !bySomeDay && !rule.byMonth.length
  // "The third Friday" means something in months and years only (BYDAY of §3.3.10).
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

/** Whether dates of a month, or days of a year, are missing from some. */
function hasMissing(monthDays: readonly number[], yearDays: readonly number[]): boolean {
  return monthDays.some((day) => Math.abs(day) > 28) || yearDays.some((day) => Math.abs(day) > 365)
}

type ClockParts = Pick<Pattern, 'hours' | 'minutes' | 'seconds'>

function clockParts(rule: Rule, start: WallMs): ClockParts {
  const ofDay = start - Math.floor(start / DAY) * DAY
  const { freq } = rule
  // A leap second is said to be the last of its minute: clocks here have none.
  const bySecond = rule.bySecond.map((second) => Math.min(second, 59))
  const minutely = freq === 'MINUTELY' || freq === 'SECONDLY'
  return {
    hours: sortedOrAll(rule.byHour, isSubDaily(rule) ? 24 : 0, Math.floor(ofDay / HOUR)),
    minutes: sortedOrAll(rule.byMinute, minutely ? 60 : 0, Math.floor((ofDay % HOUR) / MINUTE)),
    seconds: sortedOrAll(bySecond, freq === 'SECONDLY' ? 60 : 0, Math.floor((ofDay % MINUTE) / SECOND)),
  }
}

/** True for rules that happen more than once a day by themselves. */
export function isSubDaily({ freq }: Rule): boolean {
  return freq === 'HOURLY' || freq === 'MINUTELY' || freq === 'SECONDLY'
}

/** What a rule does in each of its days, hours, minutes or seconds. */
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
  // In weeks, months and years BYSETPOS counts across their days.
  const ofPeriod = freq === 'WEEKLY' || freq === 'MONTHLY' || freq === 'YEARLY'
  if (ofPeriod || !bySetPos.length) return all
  const places = resolvePositions(bySetPos, all.length)
  return { length: places.length, at: (place) => all.at(places[place]!) }
}

/** The length of what a rule repeats in, where that is within the day; else a day. */
export function unitOf(freq: Frequency): number {
  return freq === 'HOURLY' ? HOUR : freq === 'MINUTELY' ? MINUTE : freq === 'SECONDLY' ? SECOND : DAY
}

/** Visits times of what begins at `base`, those from `from` on, until told to stop; then it says `false`. */
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

/** The place of the first time from one on. */
function placeFrom(times: TimeList, time: number): number {
  let [first, last] = [0, times.length]
  while (first < last) {
    const middle = (first + last) >> 1
    if (times.at(middle) < time) first = middle + 1
    else last = middle
  }
  return first
}

/** What BYSETPOS leaves of so many: their places, in order. */
export function resolvePositions(positions: readonly number[], total: number): number[] {
  const places = positions.map((position) => (position > 0 ? position - 1 : total + position))
  return [...new Set(places)].filter((place) => place >= 0 && place < total).sort((a, b) => a - b)
}

function sortedOrAll(list: readonly number[], all: number, implied: number): number[] {
  if (list.length) return [...new Set(list)].sort((a, b) => a - b)
  return all ? Array.from({ length: all }, (_, index) => index) : [implied]
}

function bits(list: readonly number[]): number {
  return list.reduce((all, one) => all | (1 << one), 0)
}

/** Where a number counted from the start or, negative, from the end stands in a table. */
export function signedIndex(number: number): number {
  return number > 0 ? 2 * number : -2 * number - 1
}

/** Where "the nth weekday" stands in a table. */
export function nthIndex({ nth, day }: NthDay): number {
  return 8 * signedIndex(nth) + day
}

function table(indices: readonly number[], size: number): Uint8Array | undefined {
  if (!indices.length) return undefined
  const set = new Uint8Array(size)
  for (const index of indices) set[index] = 1
  return set
}
