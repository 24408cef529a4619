import { type Day, dayNumber, dayOf, weekday } from '../day'
import { isEqual } from '../is-equal'
import type { Span } from '../span'
import { formatRule } from './format-rule'
import { tryParseRule } from './parse-rule'
import { createRule, type NthDay, type Rule } from './rule'
import { lastDayOf } from './rule-bounds'

/**
 * The day of a month: by date, by ordinal weekday (from the end if negative; day 0: Monday to Friday), or the last
 * day.
 */
export type MonthDay = { by: 'date'; date: number } | { by: 'nth'; nth: number; day: number } | { by: 'last' }

export type RepeatEnd = { by: 'never' } | { by: 'day'; day: Day } | { by: 'count'; count: number }

/** `skip`: how dates missing from a month are moved (RFC 7529 §4.1); unset: they are omitted. */
interface InMonth {
  on: MonthDay
  skip?: 'backward' | 'forward'
}

/** A recurrence as form fields. Weekdays: ISO, 1 Monday … 7 Sunday. */
export type Repeat = { interval: number; end: RepeatEnd } & (
  | { freq: 'DAILY' }
  /** `weekStart` matters if the interval is over 1 and there are several days. */
  | { freq: 'WEEKLY'; days: number[]; weekStart: number }
  | ({ freq: 'MONTHLY' } & InMonth)
  | ({ freq: 'YEARLY'; month: number } & InMonth)
)

/** Monday to Friday. */
export const WORKDAYS: readonly number[] = [1, 2, 3, 4, 5]

/**
 * Converts rules to form fields; undefined if the form cannot express them.
 * @param span the span of the series, which starts at DTSTART
 */
export function repeatOf(rules: readonly string[], span: Span): Repeat | undefined {
  if (rules.length !== 1) return undefined
  const rule = tryParseRule(rules[0]!)
  if (!rule || (rule.count && rule.until)) return undefined
  const others = [rule.bySecond, rule.byMinute, rule.byHour, rule.byYearDay, rule.byWeekNo]
  if (others.some((list) => list.length)) return undefined
  const { interval } = rule
  const end = endOf(rules[0]!, rule, span)
  const start = span.start.slice(0, 10)
  switch (rule.freq) {
    case 'DAILY':
    case 'WEEKLY': {
      if (rule.byMonth.length || rule.byMonthDay.length || rule.bySetPos.length) return undefined
      if (rule.byDay.some(({ nth }) => nth)) return undefined
      const days = [...new Set(rule.byDay.map(({ day }) => day))].sort()
      if (rule.freq === 'DAILY' && !days.length) return { freq: 'DAILY', interval, end }
      if (rule.freq === 'DAILY' && interval > 1) return undefined
      return weekly(days.length ? days : [weekday(dayNumber(start))], interval, rule.weekStart, end)
    }
    case 'MONTHLY': {
      const on = monthDayOf(rule, start)
      return on && !rule.byMonth.length
        ? { freq: 'MONTHLY', interval, on, ...skipOf(rule, on), end }
        : undefined
    }
    case 'YEARLY': {
      const [month = Number(start.slice(5, 7)), ...more] = rule.byMonth
      const on = monthDayOf(rule, start)
      if (!on || more.length || (!rule.byMonth.length && (rule.byDay.length || rule.byMonthDay.length)))
        return undefined
      return { freq: 'YEARLY', interval, month, on, ...skipOf(rule, on), end }
    }
    default:
      return undefined
  }
}

/** Converts form fields to rules. */
export function rulesOf(repeat: Repeat): string[] {
  const { interval, end } = repeat
  const endParts = {
    // UNTIL is a date, so that the last day stays the last if the event moves to a later hour.
    until: end.by === 'day' ? end.day.replaceAll('-', '') : null,
    count: end.by === 'count' ? end.count : null,
  }
  switch (repeat.freq) {
    case 'DAILY':
      return [formatRule(createRule('DAILY', { interval, ...endParts }))]
    case 'WEEKLY': {
      const byDay = [...repeat.days].sort().map((day) => ({ nth: 0, day }))
      const { weekStart } = weekly(repeat.days, interval, repeat.weekStart, end)
      return [formatRule(createRule('WEEKLY', { interval, byDay, weekStart, ...endParts }))]
    }
    case 'MONTHLY':
      return [formatRule(createRule('MONTHLY', { interval, ...partsOf(repeat), ...endParts }))]
    case 'YEARLY':
      return [
        formatRule(
          createRule('YEARLY', { interval, byMonth: [repeat.month], ...partsOf(repeat), ...endParts }),
        ),
      ]
  }
}

/** Creates a weekly recurrence. Normalizes `weekStart` where it has no effect, so that equivalent rules are equal. */
function weekly(
  days: number[],
  interval: number,
  weekStart: number,
  end: RepeatEnd,
): Repeat & { freq: 'WEEKLY' } {
  return {
    freq: 'WEEKLY',
    interval,
    days,
    weekStart: interval > 1 && days.length > 1 ? weekStart : 1,
    end,
  }
}

function endOf(text: string, rule: Rule, span: Span): RepeatEnd {
  if (rule.count) return { by: 'count', count: rule.count }
  const last = rule.until ? lastDayOf(text, rule, span) : undefined
  return last === undefined ? { by: 'never' } : { by: 'day', day: dayOf(last) }
}

function monthDayOf({ byDay, byMonthDay, bySetPos }: Rule, start: Day): MonthDay | undefined {
  if (bySetPos.length) {
    const days = byDay.map(({ nth, day }) => (nth ? 0 : day)).sort()
    const isByWorkdays = isEqual(days, WORKDAYS) && bySetPos.length === 1 && !byMonthDay.length
    return isByWorkdays && isOffered(bySetPos[0]!) ? { by: 'nth', nth: bySetPos[0]!, day: 0 } : undefined
  }
  if (byDay.length + byMonthDay.length > 1) return undefined
  if (byDay.length) return isOffered(byDay[0]!.nth) ? { by: 'nth', ...byDay[0]! } : undefined
  const date = byMonthDay[0] ?? Number(start.slice(8))
  if (date === -1) return { by: 'last' }
  return date > 0 ? { by: 'date', date } : undefined
}

/** Returns whether the form offers an ordinal: first to fifth, and last. */
function isOffered(nth: number): boolean {
  return nth === -1 || (nth >= 1 && nth <= 5)
}

/** Returns the SKIP of a rule by date: only dates can be missing from a month. */
function skipOf({ skip }: Rule, on: MonthDay): Pick<InMonth, 'skip'> {
  return on.by === 'date' && skip !== 'omit' ? { skip } : {}
}

function partsOf({ on, skip }: InMonth): Partial<Rule> {
  if (on.by === 'date') return { byMonthDay: [on.date], skip: skip ?? 'omit' }
  if (on.by === 'last') return { byMonthDay: [-1] }
  const toNthDay = (day: number): NthDay => ({ nth: 0, day })
  return on.day
    ? { byDay: [{ nth: on.nth, day: on.day }] }
    : { byDay: WORKDAYS.map(toNthDay), bySetPos: [on.nth] }
}
