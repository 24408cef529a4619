import type { Day } from '@/lib/calendar/day'
import { dayNumber, weekday } from '@/lib/calendar/day'
import { type NthDay, type Rule, WEEKDAY_CODES } from '@/lib/calendar/series/rule'
import type { GraphPattern } from './event'

/** Graph's names of weekdays, in the order of ISO. */
const DAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday']

/** Graph's names of ordinals, by the number in BYDAY or BYSETPOS. */
const INDEXES = new Map([
  [1, 'first'],
  [2, 'second'],
  [3, 'third'],
  [4, 'fourth'],
  [-1, 'last'],
])

const MAX_INTERVAL = 99

/**
 * Returns the parts of an RRULE for a pattern; null if it is incomplete or unknown. Outlook moves a day that a month
 * lacks to the last day of the month, which RFC 5545 would leave out.
 */
export function fromPattern(pattern: GraphPattern, start: string): string[] | null {
  const { type, daysOfWeek, dayOfMonth, month, firstDayOfWeek } = pattern
  const interval = `INTERVAL=${pattern.interval ?? 1}`
  const codes = (daysOfWeek ?? []).flatMap((day) => WEEKDAY_CODES[DAYS.indexOf(day.toLowerCase())] ?? [])
  const position = [...INDEXES].find(([, name]) => name === (pattern.index ?? 'first').toLowerCase())?.[0]
  const onDays =
    codes.length === 1 ? [`BYDAY=${position}${codes[0]}`] : [`BYDAY=${codes}`, `BYSETPOS=${position}`]
  switch (type) {
    case 'daily':
      return ['FREQ=DAILY', interval]
    case 'weekly': {
      const days = codes.length ? codes : [WEEKDAY_CODES[weekday(dayNumber(start.slice(0, 10))) - 1]]
      const weekStart = WEEKDAY_CODES[DAYS.indexOf((firstDayOfWeek ?? 'sunday').toLowerCase())]
      // The first day of the week only matters if weeks are left out.
      const isLeftOut = (pattern.interval ?? 1) > 1 && weekStart
      return ['FREQ=WEEKLY', interval, `BYDAY=${days}`, ...(isLeftOut ? [`WKST=${weekStart}`] : [])]
    }
    case 'absoluteMonthly':
      return dayOfMonth ? ['FREQ=MONTHLY', interval, ...onDate(dayOfMonth)] : null
    case 'absoluteYearly':
      return dayOfMonth && month
        ? ['FREQ=YEARLY', interval, `BYMONTH=${month}`, ...onDate(dayOfMonth, month)]
        : null
    case 'relativeMonthly':
      return codes.length && position ? ['FREQ=MONTHLY', interval, ...onDays] : null
    case 'relativeYearly':
      return codes.length && position && month
        ? ['FREQ=YEARLY', interval, `BYMONTH=${month}`, ...onDays]
        : null
    default:
      return null
  }
}

/** Returns a rule as pattern; null if Graph has none for it. @param start date of the first occurrence */
export function toPattern(rule: Rule, start: Day): GraphPattern | null {
  const { freq, interval, byDay, byMonth, byMonthDay } = rule
  const isOther = [rule.bySecond, rule.byMinute, rule.byHour, rule.byYearDay, rule.byWeekNo].some(
    ({ length }) => length,
  )
  if (isOther || interval > MAX_INTERVAL || byMonth.length > 1 || byMonthDay.length > 1) return null
  if (freq === 'DAILY')
    return byDay.length || byMonth.length || byMonthDay.length || rule.bySetPos.length
      ? null
      : { type: 'daily', interval }
  if (freq === 'WEEKLY') {
    if (byMonth.length || byMonthDay.length || rule.bySetPos.length || byDay.some(({ nth }) => nth))
      return null
    const days = byDay.length ? byDay.map(({ day }) => day) : [weekday(dayNumber(start))]
    const firstDayOfWeek = DAYS[rule.weekStart - 1]!
    return { type: 'weekly', interval, daysOfWeek: days.map((day) => DAYS[day - 1]!), firstDayOfWeek }
  }
  if (freq !== 'MONTHLY' && freq !== 'YEARLY') return null
  if (freq === 'MONTHLY' && byMonth.length) return null
  const isYearly = freq === 'YEARLY'
  // BYDAY and BYMONTHDAY of a year without BYMONTH apply to the whole year, or to each month.
  if (isYearly && (byDay.length || byMonthDay.length) && !byMonth.length) return null
  const month = isYearly ? { month: byMonth[0] ?? Number(start.slice(5, 7)) } : {}
  if (byDay.length) {
    const on = byMonthDay.length ? null : positionOf(byDay, rule.bySetPos)
    return on && { type: isYearly ? 'relativeYearly' : 'relativeMonthly', interval, ...month, ...on }
  }
  if (rule.bySetPos.length) return null
  const day = byMonthDay[0] ?? Number(start.slice(8, 10))
  const dayOfMonth = day === -1 ? 31 : day
  if (dayOfMonth < 1 || (isMissing(dayOfMonth, month.month) && day > 0 && rule.skip !== 'backward'))
    return null
  if (day === -1 && isYearly) return null
  return { type: isYearly ? 'absoluteYearly' : 'absoluteMonthly', interval, ...month, dayOfMonth }
}

/** Returns the parts of a rule for a date of the month. The 31st is the last day of each month. */
function onDate(day: number, month?: number): string[] {
  if (day === 31 && month === undefined) return ['BYMONTHDAY=-1']
  return [...(isMissing(day, month) ? ['RSCALE=GREGORIAN', 'SKIP=BACKWARD'] : []), `BYMONTHDAY=${day}`]
}

/** Returns whether a month, or this month in some years, lacks a date. */
function isMissing(day: number, month?: number): boolean {
  if (month === undefined) return day > 28
  const days = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 28
  return day > days
}

/** Returns weekdays with one ordinal; null if they have several, or one that Graph lacks. */
function positionOf(byDay: readonly NthDay[], bySetPos: readonly number[]) {
  const daysOfWeek = byDay.map(({ day }) => DAYS[day - 1]!)
  const [first] = byDay
  const nth = byDay.length === 1 && first!.nth !== 0 && !bySetPos.length ? first!.nth : undefined
  const position =
    nth ?? (bySetPos.length === 1 && byDay.every((day) => day.nth === 0) ? bySetPos[0] : undefined)
  const index = position === undefined ? undefined : INDEXES.get(position)
  return index ? { daysOfWeek, index } : null
}
