import { type Day, dayNumber, weekday } from '../day'
import { daysInMonth, shiftRule } from '../edits/shift'
import { isEqual } from '../is-equal'
import type { Span } from '../span'
import { tryParseRule } from './parse-rule'
import { type MonthDay, type Repeat, repeatOf, rulesOf } from './repeat'

/**
 * Adjusts rules to a new start day: "every week on Tuesday" becomes "on Wednesday".
 * @param isExisting whether the series exists: all its occurrences move (see {@link shiftRule}). Rules chosen for a new
 *   event are only changed where they name the old day: "Monday to Friday" stays.
 */
export function adjustRules(rules: readonly string[], from: Span, to: Span, isExisting: boolean): string[] {
  const [before, after] = [from.start.slice(0, 10), to.start.slice(0, 10)]
  if (before === after) return [...rules]
  const moved = isExisting && shiftRules(rules, from, to)
  if (moved) return moved
  const repeat = repeatOf(rules, from)
  return repeat ? rulesOf(moveRepeat(repeat, before, after)) : [...rules]
}

/** Shifts all rules of a series alike; undefined if a shifted rule cannot be expressed. */
export function shiftRules(rules: readonly string[], from: Span, to: Span): string[] | undefined {
  const moved = rules.map((rule) => tryParseRule(rule) && shiftRule(rule, from, from, to))
  return moved.every((rule) => rule !== undefined) ? moved : undefined
}

/** Moves a recurrence from one day to another, where it names only the old day. */
function moveRepeat(repeat: Repeat, before: Day, after: Day): Repeat {
  switch (repeat.freq) {
    case 'DAILY':
      return repeat
    case 'WEEKLY':
      return isEqual(repeat.days, [weekday(dayNumber(before))])
        ? { ...repeat, days: [weekday(dayNumber(after))] }
        : repeat
    case 'MONTHLY':
      return { ...repeat, on: moveMonthDay(repeat.on, before, after) }
    case 'YEARLY':
      return repeat.month === Number(before.slice(5, 7))
        ? { ...repeat, month: Number(after.slice(5, 7)), on: moveMonthDay(repeat.on, before, after) }
        : repeat
  }
}

function moveMonthDay(on: MonthDay, before: Day, after: Day): MonthDay {
  const date = Number(after.slice(8))
  const isInLastWeek = daysInMonth(after) - date < 7
  if (on.by === 'last') return daysInMonth(after) === date ? on : { by: 'date', date }
  if (on.by === 'date') return on.date === Number(before.slice(8)) ? { by: 'date', date } : on
  if (on.day !== weekday(dayNumber(before))) return on
  return {
    by: 'nth',
    nth: on.nth < 0 && isInLastWeek ? -1 : Math.ceil(date / 7),
    day: weekday(dayNumber(after)),
  }
}
