import { DAY, dayNumber, LAST_YEAR, type WallMs, weekday } from '../day'
import { type Budget, budgetOf, spend } from './budget'
import { CYCLE, civilOf, dayOfCivil, monthLength, newYear, yearLength } from './civil'
import { eachTime, isSubDaily, type Pattern, placesOf } from './pattern'
import { rhythmOf } from './rhythm'
import { firstWeek, middleOf, weekOf } from './week'

/** The last day on which anything starts: the last year that dates can be written in. */
const LAST_DAY = dayNumber(`${LAST_YEAR}-12-31`)

/** Visits something in order until told to stop, by `false`; then it says `false` too. */
type Visit = (one: number) => boolean

/**
 * Visits the wall times at which a pattern starts, from `from` to before `to`, in order, until told to stop. Jumps to
 * `from` whatever came before; COUNT and UNTIL are not looked at. What it costs is bounded by the length of the range
 * and by the budget; it stops when that is spent.
 */
export function eachStart(
  pattern: Pattern,
  from: WallMs,
  to: WallMs,
  visit: (start: WallMs) => boolean,
  budget: Budget = budgetOf(),
): void {
  const { rule, times } = pattern
  const first = Math.max(from, pattern.start)
  const firstDay = Math.floor(first / DAY)
  const lastDay = Math.min(Math.ceil(to / DAY) - 1, LAST_DAY)
  if (firstDay > lastDay) return
  const add: Visit = (start) => start < to && spend(budget, 1) && visit(start)
  if (isSubDaily(rule)) {
    const { visitDay, next } = rhythmOf(pattern, first, add, budget)
    eachDay(pattern, firstDay, lastDay, visitDay, budget, next)
  } else if (rule.bySetPos.length && rule.freq !== 'DAILY') {
    eachPositioned(pattern, firstDay, lastDay, (start) => start < first || add(start), budget)
  } else if (times.length) {
    eachDay(pattern, firstDay, lastDay, (day) => eachTime(times, day * DAY, first, add), budget)
  }
}

/**
 * Visits the days that the pattern's parts allow. Months, and weeks, that have none cost one look. Where none is found
 * for as long as it takes the calendar to come round, there is none ever.
 */
function eachDay(
  pattern: Pattern,
  from: number,
  to: number,
  visit: Visit,
  budget: Budget,
  next?: (day: number) => number,
): void {
  const { rule, months } = pattern
  const { freq, interval } = rule
  const patience = CYCLE * interval
  const step = freq === 'DAILY' ? interval : 1
  const startWeek = freq === 'WEEKLY' && interval > 1 ? weekOf(pattern.startDay, rule.weekStart) : undefined
  let found = from
  let { year, month } = civilOf(from)
  for (let first = dayOfCivil(year, month, 1); first <= to && first - found <= patience; ) {
    if (!spend(budget, 1)) return
    const days = monthLength(year, month)
    if ((!months || months & (1 << month)) && isPeriod(pattern, year, month)) {
      const last = Math.min(first + days - 1, to)
      let day = Math.max(first, from)
      if (step > 1) day += (step - ((day - pattern.startDay) % step)) % step
      if (next) day = next(day)
      for (; day <= last; day = next ? next(day + 1) : day + step) {
        if (!spend(budget, 1)) return
        if (startWeek !== undefined) {
          const week = weekOf(day, rule.weekStart)
          const off = (((week - startWeek) % interval) + interval) % interval
          if (off) {
            // Before the first day of the next week that is meant.
            day = (week + interval - off) * 7 + rule.weekStart - 5
            continue
          }
        }
        if (allows(pattern, day, first, days, year)) {
          found = day
          if (!visit(day)) return
        }
      }
    }
    first += days
    month = month === 12 ? 1 : month + 1
    if (month === 1) year++
  }
}

/** Whether a month may have days of the pattern, as its interval goes. */
function isPeriod({ rule, startYear, startMonth, weekNos }: Pattern, year: number, month: number): boolean {
  if (rule.interval === 1) return true
  if (rule.freq === 'MONTHLY') return ((year - startYear) * 12 + month - startMonth) % rule.interval === 0
  if (rule.freq !== 'YEARLY') return true
  // The weeks of a year begin before it, or end after it.
  return (year - startYear) % rule.interval === 0 || (weekNos !== undefined && (month === 1 || month === 12))
}

/** Whether the parts that speak of days allow this one. `first`: the first of its month, which has `days` days. */
function allows(pattern: Pattern, day: number, first: number, days: number, year: number): boolean {
  const { weekdays, nths, monthDays, monthDaysFromEnd, yearDays, weekNos } = pattern
  const date = day - first + 1
  if (monthDays | monthDaysFromEnd) {
    if (!((monthDays >> date) & 1) && !((monthDaysFromEnd >> (days - date + 1)) & 1)) return false
  }
  if (weekdays || nths) {
    const of = weekday(day)
    if (!((weekdays >> of) & 1) && !(nths && isNth(pattern, nths, of, day, date, days, year))) return false
  }
  if (yearDays) {
    const ordinal = day - newYear(year) + 1
    if (!yearDays[2 * ordinal] && !yearDays[2 * (yearLength(year) + 1 - ordinal) - 1]) return false
  }
  return !weekNos || isWeekNo(pattern, weekNos, day, year)
}

function isNth(
  { nthOfMonth }: Pattern,
  nths: Uint8Array,
  of: number,
  day: number,
  date: number,
  days: number,
  year: number,
): boolean {
  const before = nthOfMonth ? date - 1 : day - newYear(year)
  const after = nthOfMonth ? days - date : yearLength(year) - 1 - before
  // As `nthIndex` has it.
  const fromStart = 2 * (Math.floor(before / 7) + 1)
  const fromEnd = 2 * (Math.floor(after / 7) + 1) - 1
  return nths[8 * fromStart + of] === 1 || nths[8 * fromEnd + of] === 1
}

function isWeekNo({ rule, startYear }: Pattern, weekNos: Uint8Array, day: number, year: number): boolean {
  const middle = middleOf(day, rule.weekStart)
  const weekYear =
    middle < newYear(year) ? year - 1 : middle >= newYear(year) + yearLength(year) ? year + 1 : year
  if (rule.freq === 'YEARLY' && rule.interval > 1 && (weekYear - startYear) % rule.interval) return false
  const ordinal = middle - newYear(weekYear)
  const before = Math.floor(ordinal / 7)
  const after = Math.floor((yearLength(weekYear) - 1 - ordinal) / 7)
  return weekNos[2 * (before + 1)] === 1 || weekNos[2 * (after + 1) - 1] === 1
}

/** BYSETPOS: of each week, month or year the starts at these places, those before the range counted in. */
function eachPositioned(
  pattern: Pattern,
  from: number,
  to: number,
  visit: (start: WallMs) => boolean,
  budget: Budget,
): void {
  const { rule, times } = pattern
  const patience = CYCLE * rule.interval
  let found = from
  for (let index = periodAround(pattern, from); ; index += rule.interval) {
    const first = firstOfPeriod(pattern, index)
    if (first > to || first - found > patience || !spend(budget, 1 + rule.bySetPos.length)) return
    // Days × times are counted, not listed: a hostile rule has millions.
    const days: number[] = []
    eachDay(pattern, first, firstOfPeriod(pattern, index + 1) - 1, (day) => days.push(day) > 0, budget)
    // A period of which not all days were seen has other places.
    if (budget.steps < 0) return
    for (const place of placesOf(rule.bySetPos, days.length * times.length)) {
      found = first
      if (!visit(days[Math.floor(place / times.length)]! * DAY + times.at(place % times.length))) return
    }
  }
}

/** The last of the pattern's periods to begin before a day, as a number of weeks, months or years. */
function periodAround(pattern: Pattern, day: number): number {
  const { rule, startDay, startYear, startMonth } = pattern
  const { year, month } = civilOf(day)
  const [origin, around] =
    rule.freq === 'WEEKLY'
      ? [weekOf(startDay, rule.weekStart), weekOf(day, rule.weekStart)]
      : rule.freq === 'MONTHLY'
        ? [startYear * 12 + startMonth - 1, year * 12 + month - 1]
        : // Of the year's weeks, those that began in the last one.
          [startYear, pattern.weekNos ? year - 1 : year]
  return origin + Math.max(Math.floor((around - origin) / rule.interval), 0) * rule.interval
}

function firstOfPeriod({ rule, weekNos }: Pattern, index: number): number {
  if (rule.freq === 'WEEKLY') return index * 7 + rule.weekStart - 4
  if (rule.freq === 'MONTHLY') return dayOfCivil(Math.floor(index / 12), (index % 12) + 1, 1)
  return weekNos ? firstWeek(index, rule.weekStart) : newYear(index)
}
