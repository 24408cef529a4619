import { DAY, type WallMs, weekday } from '../day'
import { civilOf } from './civil'
import { type ClockParts, clockParts, ruleTimes, type TimeList } from './pattern-times'
import type { NthDay, Rule } from './rule'
import { weekYearOf } from './week'

/**
 * A rule combined with its DTSTART, which supplies the missing parts (RFC 5545 §3.3.10). Sets of days are bit masks.
 */
export interface Pattern extends ClockParts {
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
  isNthOfMonth: boolean
  monthDays: number
  monthDaysFromEnd: number
  /** Sets of year days and week numbers, by {@link signedIndex}. */
  yearDays: Uint8Array | undefined
  weekNos: Uint8Array | undefined
  /** Whether the rule names dates missing from some months or years, which SKIP moves to existing days. */
  hasShiftedDates: boolean
  /** Offsets in milliseconds from the start of each day, or of each hour, minute or second for these frequencies. */
  times: TimeList
}

/** Combines a rule with its start. */
export function patternOf(rule: Rule, start: WallMs): Pattern {
  const { freq } = rule
  const startDay = Math.floor(start / DAY)
  const { year, month, date } = civilOf(startDay)
  const isByMonth = freq === 'YEARLY' || freq === 'MONTHLY'
  const hasDates = rule.byYearDay.length + rule.byMonthDay.length > 0
  const hasDays = hasDates || rule.byWeekNo.length + rule.byDay.length > 0
  // Without other parts, a week has the start's weekday, and a month the start's date.
  const isWeekdayImplied =
    !rule.byDay.length && !hasDates && (freq === 'WEEKLY' || (isByMonth && rule.byWeekNo.length > 0))
  const byDay = isWeekdayImplied ? [{ nth: 0, day: weekday(startDay) }] : rule.byDay
  const monthDays = isByMonth && !hasDays ? [date] : rule.byMonthDay
  const isMonthImplied = freq === 'YEARLY' && !hasDays && !rule.byMonth.length
  // An ordinal weekday is meaningful in months and years only (BYDAY of §3.3.10).
  const hasOrdinals = isByMonth && !rule.byWeekNo.length
  const nths = hasOrdinals ? byDay.filter(({ nth }) => nth) : []
  const clock = clockParts(rule, start)
  return {
    rule,
    start,
    startDay,
    startYear: freq === 'YEARLY' && rule.byWeekNo.length ? weekYearOf(startDay, rule.weekStart) : year,
    startMonth: month,
    months: toBitSet(isMonthImplied ? [month] : rule.byMonth),
    weekdays: toBitSet(byDay.filter(({ nth }) => !nth || !hasOrdinals).map(({ day }) => day)),
    nths: toIndexSet(nths.map(nthIndex), 8 * 108),
    isNthOfMonth: freq === 'MONTHLY' || rule.byMonth.length > 0,
    monthDays: toBitSet(monthDays.filter((day) => day > 0)),
    monthDaysFromEnd: toBitSet(monthDays.filter((day) => day < 0).map((day) => -day)),
    yearDays: toIndexSet(rule.byYearDay.map(signedIndex), 2 * 367),
    weekNos: toIndexSet(rule.byWeekNo.map(signedIndex), 2 * 54),
    hasShiftedDates:
      isByMonth &&
      rule.skip !== 'omit' &&
      !rule.byWeekNo.length &&
      hasMissingDates(monthDays, rule.byYearDay),
    times: ruleTimes(rule, clock),
    ...clock,
  }
}

/** Returns whether some months lack one of the month days, or some years one of the year days. */
function hasMissingDates(monthDays: readonly number[], yearDays: readonly number[]): boolean {
  return monthDays.some((day) => Math.abs(day) > 28) || yearDays.some((day) => Math.abs(day) > 365)
}

function toBitSet(list: readonly number[]): number {
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

function toIndexSet(indices: readonly number[], size: number): Uint8Array | undefined {
  if (!indices.length) return undefined
  const set = new Uint8Array(size)
  for (const index of indices) set[index] = 1
  return set
}
