import { DAY, dayNumber, MAX_YEAR, type WallMs } from '../day'
import { type Budget, budgetOf, spend } from './budget'
import { civilOf, dayOfCivil, GREGORIAN_CYCLE_DAYS, monthLength, newYearDay } from './civil'
import { allowsDay, isMonthInInterval } from './days'
import { eachTime, isSubDaily, type Pattern, resolvePositions } from './pattern'
import { eachShiftedDay, shiftedDays } from './skip'
import { createSubDailyVisitor } from './sub-daily'
import { firstWeek, weekIndexOf } from './week'

/** The last day on which anything starts: the last year that dates can be written in. */
const MAX_DAY = dayNumber(`${MAX_YEAR}-12-31`)

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
  const lastDay = Math.min(Math.ceil(to / DAY) - 1, MAX_DAY)
  if (firstDay > lastDay) return
  const add: Visit = (start) => start < to && spend(budget, 1) && visit(start)
  if (isSubDaily(rule)) {
    const { visitDay, next } = createSubDailyVisitor(pattern, first, add, budget)
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
  if (pattern.shifts) {
    eachShiftedDay(pattern, from, to, visit, budget)
    return
  }
  const { freq, interval } = rule
  const patience = GREGORIAN_CYCLE_DAYS * interval
  const step = freq === 'DAILY' ? interval : 1
  const startWeek =
    freq === 'WEEKLY' && interval > 1 ? weekIndexOf(pattern.startDay, rule.weekStart) : undefined
  let found = from
  let { year, month } = civilOf(from)
  for (let first = dayOfCivil(year, month, 1); first <= to && first - found <= patience; ) {
    if (!spend(budget, 1)) return
    const days = monthLength(year, month)
    if ((!months || months & (1 << month)) && isMonthInInterval(pattern, year, month)) {
      const last = Math.min(first + days - 1, to)
      let day = Math.max(first, from)
      if (step > 1) day += (step - ((day - pattern.startDay) % step)) % step
      if (next) day = next(day)
      for (; day <= last; day = next ? next(day + 1) : day + step) {
        if (!spend(budget, 1)) return
        if (startWeek !== undefined) {
          const week = weekIndexOf(day, rule.weekStart)
          const off = (((week - startWeek) % interval) + interval) % interval
          if (off) {
            // Before the first day of the next week that is meant.
            day = (week + interval - off) * 7 + rule.weekStart - 5
            continue
          }
        }
        if (allowsDay(pattern, day, first, days, year)) {
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

/** BYSETPOS: of each week, month or year the starts at these places, those before the range counted in. */
function eachPositioned(
  pattern: Pattern,
  from: number,
  to: number,
  visit: (start: WallMs) => boolean,
  budget: Budget,
): void {
  const { rule, times } = pattern
  const patience = GREGORIAN_CYCLE_DAYS * rule.interval
  let found = from
  // SKIP moves days into the periods beside their own, where another may have put the same.
  const beyond = pattern.shifts ? 1 : 0
  let latest = Number.NEGATIVE_INFINITY
  for (let index = periodAround(pattern, from) - beyond * rule.interval; ; index += rule.interval) {
    const first = firstOfPeriod(pattern, index)
    if (first - beyond > to || first - found > patience || !spend(budget, 1 + rule.bySetPos.length)) return
    // Days × times are counted, not listed: a hostile rule has millions.
    const days: number[] = []
    const last = firstOfPeriod(pattern, index + 1) - 1
    if (pattern.shifts) days.push(...shiftedDays(pattern, first, last, budget))
    else eachDay(pattern, first, last, (day) => days.push(day) > 0, budget)
    // A period of which not all days were seen has other places.
    if (budget.steps < 0) return
    for (const place of resolvePositions(rule.bySetPos, days.length * times.length)) {
      found = first
      const at = days[Math.floor(place / times.length)]! * DAY + times.at(place % times.length)
      if (at <= latest) continue
      latest = at
      if (!visit(at)) return
    }
  }
}

/** The last of the pattern's periods to begin before a day, as a number of weeks, months or years. */
function periodAround(pattern: Pattern, day: number): number {
  const { rule, startDay, startYear, startMonth } = pattern
  const { year, month } = civilOf(day)
  const [origin, around] =
    rule.freq === 'WEEKLY'
      ? [weekIndexOf(startDay, rule.weekStart), weekIndexOf(day, rule.weekStart)]
      : rule.freq === 'MONTHLY'
        ? [startYear * 12 + startMonth - 1, year * 12 + month - 1]
        : // Of the year's weeks, those that began in the last one.
          [startYear, pattern.weekNos ? year - 1 : year]
  return origin + Math.max(Math.floor((around - origin) / rule.interval), 0) * rule.interval
}

function firstOfPeriod({ rule, weekNos }: Pattern, index: number): number {
  if (rule.freq === 'WEEKLY') return index * 7 + rule.weekStart - 4
  if (rule.freq === 'MONTHLY') return dayOfCivil(Math.floor(index / 12), (index % 12) + 1, 1)
  return weekNos ? firstWeek(index, rule.weekStart) : newYearDay(index)
}
