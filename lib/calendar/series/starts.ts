import { DAY, dayNumber, MAX_YEAR, type WallMs } from '../day'
import { type Budget, budgetOf, spend } from './budget'
import { civilOf, dayOfCivil, GREGORIAN_CYCLE_DAYS, monthLength, newYearDay } from './civil'
import { allowsDay, isMonthInInterval } from './days'
import type { Pattern } from './pattern'
import { eachTime, resolvePositions } from './pattern-times'
import { isSubDaily } from './rule'
import { eachShiftedDay, shiftedDays } from './skip'
import { createSubDailyVisitor } from './sub-daily'
import { firstWeekStart, weekIndexOf } from './week'

/** The last day of the supported years. */
const MAX_DAY = dayNumber(`${MAX_YEAR}-12-31`)

/** A visitor; returns false to stop. */
type Visit = (value: number) => boolean

/**
 * Visits the starts of a pattern from `from` to before `to`, in order, until the visitor returns false. Jumps
 * directly to `from`; ignores COUNT and UNTIL. The cost is bounded by the length of the range and by the budget.
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
  const visitInRange: Visit = (start) => start < to && spend(budget, 1) && visit(start)
  if (isSubDaily(rule)) {
    const { visitDay, next } = createSubDailyVisitor(pattern, first, visitInRange, budget)
    eachDay(pattern, firstDay, lastDay, visitDay, budget, next)
  } else if (rule.bySetPos.length && rule.freq !== 'DAILY') {
    eachPositioned(pattern, firstDay, lastDay, (start) => start < first || visitInRange(start), budget)
  } else if (times.length) {
    eachDay(pattern, firstDay, lastDay, (day) => eachTime(times, day * DAY, first, visitInRange), budget)
  }
}

/**
 * Visits the days that the pattern allows. Skips months and weeks without such days in one step. Ends after a full
 * Gregorian cycle without such days, since the cycle repeats.
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
  if (pattern.hasShiftedDates) {
    eachShiftedDay(pattern, from, to, visit, budget)
    return
  }
  const { freq, interval } = rule
  const maxGap = GREGORIAN_CYCLE_DAYS * interval
  const step = freq === 'DAILY' ? interval : 1
  const startWeek =
    freq === 'WEEKLY' && interval > 1 ? weekIndexOf(pattern.startDay, rule.weekStart) : undefined
  let lastFound = from
  let { year, month } = civilOf(from)
  for (let first = dayOfCivil(year, month, 1); first <= to && first - lastFound <= maxGap; ) {
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
          const weeksOff = (((week - startWeek) % interval) + interval) % interval
          if (weeksOff) {
            // The loop's increment leads to the first day of the next matching week.
            day = (week + interval - weeksOff) * 7 + rule.weekStart - 5
            continue
          }
        }
        if (allowsDay(pattern, day, first, days, year)) {
          lastFound = day
          if (!visit(day)) return
        }
      }
    }
    first += days
    month = month === 12 ? 1 : month + 1
    if (month === 1) year++
  }
}

/** Visits the starts selected by BYSETPOS in each week, month or year. Positions also count starts before the range. */
function eachPositioned(
  pattern: Pattern,
  from: number,
  to: number,
  visit: (start: WallMs) => boolean,
  budget: Budget,
): void {
  const { rule, times } = pattern
  const maxGap = GREGORIAN_CYCLE_DAYS * rule.interval
  let lastFound = from
  // SKIP can move a day into the neighboring period, which may generate the same day.
  const margin = pattern.hasShiftedDates ? 1 : 0
  let latest = Number.NEGATIVE_INFINITY
  for (let index = periodAround(pattern, from) - margin * rule.interval; ; index += rule.interval) {
    const first = firstOfPeriod(pattern, index)
    if (first - margin > to || first - lastFound > maxGap || !spend(budget, 1 + rule.bySetPos.length)) return
    // Computes positions without listing days × times, of which a hostile rule has millions.
    const days: number[] = []
    const last = firstOfPeriod(pattern, index + 1) - 1
    if (pattern.hasShiftedDates) days.push(...shiftedDays(pattern, first, last, budget))
    else eachDay(pattern, first, last, (day) => days.push(day) > 0, budget)
    // Positions are wrong if the budget ended within the period.
    if (budget.steps < 0) return
    for (const place of resolvePositions(rule.bySetPos, days.length * times.length)) {
      lastFound = first
      const at = days[Math.floor(place / times.length)]! * DAY + times.at(place % times.length)
      if (at <= latest) continue
      latest = at
      if (!visit(at)) return
    }
  }
}

/** Returns the number of the pattern's last period (week, month or year) that starts on or before a day. */
function periodAround(pattern: Pattern, day: number): number {
  const { rule, startDay, startYear, startMonth } = pattern
  const { year, month } = civilOf(day)
  const [origin, around] =
    rule.freq === 'WEEKLY'
      ? [weekIndexOf(startDay, rule.weekStart), weekIndexOf(day, rule.weekStart)]
      : rule.freq === 'MONTHLY'
        ? [startYear * 12 + startMonth - 1, year * 12 + month - 1]
        : // The first week of a year can start in the previous year.
          [startYear, pattern.weekNos ? year - 1 : year]
  return origin + Math.max(Math.floor((around - origin) / rule.interval), 0) * rule.interval
}

function firstOfPeriod({ rule, weekNos }: Pattern, index: number): number {
  if (rule.freq === 'WEEKLY') return index * 7 + rule.weekStart - 4
  if (rule.freq === 'MONTHLY') return dayOfCivil(Math.floor(index / 12), (index % 12) + 1, 1)
  return weekNos ? firstWeekStart(index, rule.weekStart) : newYearDay(index)
}
