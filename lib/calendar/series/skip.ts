import { type Budget, spend } from './budget'
import { civilOf, dayOfCivil, GREGORIAN_CYCLE_DAYS, monthLength, yearLength } from './civil'
import { allowsDay, allowsWeekday, isMonthInInterval } from './days'
import { type Pattern, signedIndex } from './pattern'

/**
 * Visits the days of a pattern with SKIP, which moves missing dates to the day before or after (RFC 7529 §4.1).
 * Visits each day once, in order, until the visitor returns false.
 */
export function eachShiftedDay(
  pattern: Pattern,
  from: number,
  to: number,
  visit: (day: number) => boolean,
  budget: Budget,
): void {
  const maxGap = GREGORIAN_CYCLE_DAYS * pattern.rule.interval
  let lastFound = from
  let latest = from - 1
  const begin = civilOf(from)
  // A date of the previous month can move to the first of this one, and one of the next month to its last day.
  let [year, month] = addMonth(begin.year, begin.month, -1)
  for (; ; [year, month] = addMonth(year, month, 1)) {
    const first = dayOfCivil(year, month, 1)
    if (first - 1 > to || first - lastFound > maxGap || !spend(budget, MAX_MONTH_DAYS)) return
    for (const day of daysOfMonth(pattern, year, month)) {
      if (day <= latest || day > to) continue
      latest = day
      lastFound = day
      if (!visit(day)) return
    }
  }
}

const MAX_MONTH_DAYS = 31

/** Returns the days that the months of a period generate, even if moved beyond the period. */
export function shiftedDays(pattern: Pattern, from: number, to: number, budget: Budget): number[] {
  const days = new Set<number>()
  const begin = civilOf(from)
  let [year, month] = [begin.year, begin.month]
  for (
    ;
    dayOfCivil(year, month, 1) <= to && spend(budget, MAX_MONTH_DAYS);
    [year, month] = addMonth(year, month, 1)
  ) {
    for (const day of daysOfMonth(pattern, year, month)) days.add(day)
  }
  return [...days].sort((a, b) => a - b)
}

function addMonth(year: number, month: number, by: 1 | -1): [year: number, month: number] {
  const index = year * 12 + month - 1 + by
  return [Math.floor(index / 12), (index % 12) + 1]
}

/** Returns the days that a month generates, in order. */
function daysOfMonth(pattern: Pattern, year: number, month: number): number[] {
  const { months } = pattern
  if ((months && !(months & (1 << month))) || !isMonthInInterval(pattern, year, month)) return []
  const first = dayOfCivil(year, month, 1)
  const length = monthLength(year, month)
  const { before, after } = missingDates(pattern, year, month, length)
  const isForward = pattern.rule.skip === 'forward'
  const days = new Set<number>()
  const shift = (day: number) => {
    const target = civilOf(day)
    const size = monthLength(target.year, target.month)
    if (allowsWeekday(pattern, day, target.date, size, target.year)) days.add(day)
  }
  if (before) shift(isForward ? first : first - 1)
  for (let day = first; day < first + length; day++) {
    if (allowsDay(pattern, day, first, length, year)) days.add(day)
  }
  if (after) shift(isForward ? first + length : first + length - 1)
  return [...days]
}

/** Returns whether the pattern names dates that are missing at the beginning or end of a month or year. */
function missingDates(
  { monthDays, monthDaysFromEnd, yearDays }: Pattern,
  year: number,
  month: number,
  length: number,
): { before: boolean; after: boolean } {
  const hasLaterDays = (list: number) => length < 31 && list >>> (length + 1) !== 0
  if (monthDays | monthDaysFromEnd) {
    return {
      before: !yearDays && hasLaterDays(monthDaysFromEnd),
      after: !yearDays && hasLaterDays(monthDays),
    }
  }
  const isShortYear = yearLength(year) === 365
  return {
    before: isShortYear && month === 1 && yearDays?.[signedIndex(-366)] === 1,
    after: isShortYear && month === 12 && yearDays?.[signedIndex(366)] === 1,
  }
}
