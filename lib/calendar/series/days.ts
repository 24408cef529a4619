import { weekday } from '../day'
import { newYearDay, yearLength } from './civil'
import type { Pattern } from './pattern'
import { fourthDayOf } from './week'

/** Returns whether a month can contain days of the pattern, considering INTERVAL. */
export function isMonthInInterval(
  { rule, startYear, startMonth, weekNos }: Pattern,
  year: number,
  month: number,
): boolean {
  if (rule.interval === 1) return true
  if (rule.freq === 'MONTHLY') return ((year - startYear) * 12 + month - startMonth) % rule.interval === 0
  if (rule.freq !== 'YEARLY') return true
  // Week 1 can begin in the previous year, and the last week can end in the next.
  return (year - startYear) % rule.interval === 0 || (weekNos !== undefined && (month === 1 || month === 12))
}

/** Returns whether the BYxxx parts allow a day. @param first first day of its month @param days length of its month */
export function allowsDay(pattern: Pattern, day: number, first: number, days: number, year: number): boolean {
  const { weekdays, nths, monthDays, monthDaysFromEnd, yearDays, weekNos } = pattern
  const date = day - first + 1
  if (monthDays | monthDaysFromEnd) {
    if (!((monthDays >> date) & 1) && !((monthDaysFromEnd >> (days - date + 1)) & 1)) return false
  }
  if ((weekdays || nths) && !allowsWeekday(pattern, day, date, days, year)) return false
  if (yearDays) {
    const ordinal = day - newYearDay(year) + 1
    // Indices as in `signedIndex`.
    if (!yearDays[2 * ordinal] && !yearDays[2 * (yearLength(year) + 1 - ordinal) - 1]) return false
  }
  return !weekNos || isWeekNo(pattern, weekNos, day, year)
}

/** Returns whether BYDAY allows a day. @param date day of the month @param days length of its month */
export function allowsWeekday(
  pattern: Pattern,
  day: number,
  date: number,
  days: number,
  year: number,
): boolean {
  const { weekdays, nths } = pattern
  if (!weekdays && !nths) return true
  const dayOfWeek = weekday(day)
  return Boolean(
    (weekdays >> dayOfWeek) & 1 || (nths && isNth(pattern, nths, dayOfWeek, day, date, days, year)),
  )
}

function isNth(
  { isNthOfMonth }: Pattern,
  nths: Uint8Array,
  dayOfWeek: number,
  day: number,
  date: number,
  days: number,
  year: number,
): boolean {
  const before = isNthOfMonth ? date - 1 : day - newYearDay(year)
  const after = isNthOfMonth ? days - date : yearLength(year) - 1 - before
  // Indices as in `nthIndex`.
  const fromStart = 2 * (Math.floor(before / 7) + 1)
  const fromEnd = 2 * (Math.floor(after / 7) + 1) - 1
  return nths[8 * fromStart + dayOfWeek] === 1 || nths[8 * fromEnd + dayOfWeek] === 1
}

function isWeekNo({ rule, startYear }: Pattern, weekNos: Uint8Array, day: number, year: number): boolean {
  const fourthDay = fourthDayOf(day, rule.weekStart)
  const weekYear =
    fourthDay < newYearDay(year)
      ? year - 1
      : fourthDay >= newYearDay(year) + yearLength(year)
        ? year + 1
        : year
  if (rule.freq === 'YEARLY' && rule.interval > 1 && (weekYear - startYear) % rule.interval) return false
  const ordinal = fourthDay - newYearDay(weekYear)
  const before = Math.floor(ordinal / 7)
  const after = Math.floor((yearLength(weekYear) - 1 - ordinal) / 7)
  // Indices as in `signedIndex`.
  return weekNos[2 * (before + 1)] === 1 || weekNos[2 * (after + 1) - 1] === 1
}
