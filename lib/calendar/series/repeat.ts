import { DAY, type Day, dayNumber, dayOf, weekday } from '../day'
import { daysInMonth, shiftRule } from '../edits/shift'
import { isEqual } from '../merge'
import type { Span } from '../span'
import { lastStart } from './compiled-rule'
import { isSubDaily } from './pattern'
import { startWall } from './recurrence'
import { createRule, formatRule, type NthDay, type Rule, tryParseRule, wallOfUntil } from './rule'
import { spanStartingAt } from './series'
import { ruleStarts } from './slots'

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

export type Preset =
  | 'none'
  | 'daily'
  | 'weekdays'
  | 'weekly'
  | 'biweekly'
  | 'monthlyDate'
  | 'monthlyNth'
  | 'monthlyLast'
  | 'monthlyLastDay'
  | 'yearly'

/** Monday to Friday. */
export const WORKDAYS: readonly number[] = [1, 2, 3, 4, 5]

/** Returns the common recurrences of an event on a day, with their rules. */
export function presetsOf(day: Day): { preset: Preset; rules: string[] }[] {
  const number = dayNumber(day)
  const date = Number(day.slice(8))
  const [days, nth, left] = [[weekday(number)], Math.ceil(date / 7), daysInMonth(day) - date]
  const every = { interval: 1, end: { by: 'never' } } as const
  const monthly = (on: MonthDay): Repeat => ({ ...every, freq: 'MONTHLY', on })
  const all: (readonly [Preset, Repeat | undefined] | false)[] = [
    ['none', undefined],
    ['daily', { ...every, freq: 'DAILY' }],
    ['weekdays', { ...every, freq: 'WEEKLY', days: [...WORKDAYS], weekStart: 1 }],
    ['weekly', { ...every, freq: 'WEEKLY', days, weekStart: 1 }],
    ['biweekly', { ...every, interval: 2, freq: 'WEEKLY', days, weekStart: 1 }],
    ['monthlyDate', monthly({ by: 'date', date })],
    nth < 5 && ['monthlyNth', monthly({ by: 'nth', nth, day: days[0]! })],
    left < 7 && ['monthlyLast', monthly({ by: 'nth', nth: -1, day: days[0]! })],
    !left && ['monthlyLastDay', monthly({ by: 'last' })],
    ['yearly', { ...every, freq: 'YEARLY', month: Number(day.slice(5, 7)), on: { by: 'date', date } }],
  ]
  return all
    .filter((entry) => entry !== false)
    .map(([preset, repeat]) => ({ preset, rules: repeat ? rulesOf(repeat) : [] }))
}

/** Returns the preset that rules are equivalent to, if any. @param span the span of the rules' DTSTART */
export function presetOf(rules: readonly string[], span: Span, day: Day): Preset | undefined {
  if (!rules.length) return 'none'
  const repeat = repeatOf(rules, span)
  return (
    repeat &&
    presetsOf(day).find((preset) => preset.rules.length && isEqual(repeatOf(preset.rules, span), repeat))
      ?.preset
  )
}

/** Returns the initial custom recurrence: weekly on the weekday of a day. */
export function weeklyOn(day: Day, weekStart: number): Repeat & { freq: 'WEEKLY' } {
  return {
    freq: 'WEEKLY',
    interval: 1,
    days: [weekday(dayNumber(day))],
    weekStart,
    end: { by: 'never' },
  }
}

/**
 * Converts rules to form fields; undefined if the form cannot express them.
 * @param span the span of the rules' DTSTART
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
  const ends = {
    // UNTIL is a date, so that the last day stays the last if the event moves to a later hour.
    until: end.by === 'day' ? end.day.replaceAll('-', '') : null,
    count: end.by === 'count' ? end.count : null,
  }
  switch (repeat.freq) {
    case 'DAILY':
      return [formatRule(createRule('DAILY', { interval, ...ends }))]
    case 'WEEKLY': {
      const byDay = [...repeat.days].sort().map((day) => ({ nth: 0, day }))
      const { weekStart } = weekly(repeat.days, interval, repeat.weekStart, end)
      return [formatRule(createRule('WEEKLY', { interval, byDay, weekStart, ...ends }))]
    }
    case 'MONTHLY':
      return [formatRule(createRule('MONTHLY', { interval, ...partsOf(repeat), ...ends }))]
    case 'YEARLY':
      return [
        formatRule(createRule('YEARLY', { interval, byMonth: [repeat.month], ...partsOf(repeat), ...ends })),
      ]
  }
}

/**
 * Adjusts rules to a new start day: "every week on Tuesday" becomes "on Wednesday".
 * @param made an existing series: all its occurrences move (see {@link shiftRule}). Rules chosen for a new event are
 *   only changed where they name the old day: "Monday to Friday" stays.
 */
export function adjustRules(rules: readonly string[], from: Span, to: Span, made: boolean): string[] {
  const [before, after] = [from.start.slice(0, 10), to.start.slice(0, 10)]
  if (before === after) return [...rules]
  const moved = made && shiftRules(rules, from, to)
  if (moved) return moved
  const repeat = repeatOf(rules, from)
  return repeat ? rulesOf(onDay(repeat, before, after)) : [...rules]
}

/** Shifts all rules of a series alike; undefined if no rules express the result. */
export function shiftRules(rules: readonly string[], from: Span, to: Span): string[] | undefined {
  const moved = rules.map((rule) => tryParseRule(rule) && shiftRule(rule, from, from, to))
  return moved.every((rule) => rule !== undefined) ? moved : undefined
}

/** Moves a span to the first occurrence of rules on or after it; undefined if they have none. */
export function firstOccurrenceSpan(rules: readonly string[], span: Span): Span | undefined {
  if (!rules.length) return span
  const start = startWall(span)
  const firsts = rules.flatMap((rule) => ruleStarts(rule, span, start, Number.POSITIVE_INFINITY, 1))
  return firsts.length ? spanStartingAt(span, Math.min(...firsts)) : undefined
}

/** Returns the day number of the last day of a rule; undefined if it never ends. */
export function lastDayOf(text: string, rule: Rule, span: Span): number | undefined {
  // A date applies as it is, even if it precedes the start.
  if (rule.until?.length === 8 && !rule.count) return wallOfUntil(rule.until) / DAY
  const last = lastStart(text, span)
  if (last === undefined) return undefined
  const start = startWall(span)
  // An UNTIL before the start's time of day excludes that day.
  const time = isSubDaily(rule) || rule.byHour.length ? 0 : start - Math.floor(start / DAY) * DAY
  return Math.floor((last - time) / DAY)
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
    const works = isEqual(days, WORKDAYS) && bySetPos.length === 1 && !byMonthDay.length
    return works && isOffered(bySetPos[0]!) ? { by: 'nth', nth: bySetPos[0]!, day: 0 } : undefined
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
  const each = (day: number): NthDay => ({ nth: 0, day })
  return on.day
    ? { byDay: [{ nth: on.nth, day: on.day }] }
    : { byDay: WORKDAYS.map(each), bySetPos: [on.nth] }
}

/** Moves a recurrence from one day to another, where it names only the old day. */
function onDay(repeat: Repeat, before: Day, after: Day): Repeat {
  switch (repeat.freq) {
    case 'DAILY':
      return repeat
    case 'WEEKLY':
      return isEqual(repeat.days, [weekday(dayNumber(before))])
        ? { ...repeat, days: [weekday(dayNumber(after))] }
        : repeat
    case 'MONTHLY':
      return { ...repeat, on: onDate(repeat.on, before, after) }
    case 'YEARLY':
      return repeat.month === Number(before.slice(5, 7))
        ? { ...repeat, month: Number(after.slice(5, 7)), on: onDate(repeat.on, before, after) }
        : repeat
  }
}

function onDate(on: MonthDay, before: Day, after: Day): MonthDay {
  const date = Number(after.slice(8))
  const isLast = daysInMonth(after) - date < 7
  if (on.by === 'last') return daysInMonth(after) === date ? on : { by: 'date', date }
  if (on.by === 'date') return on.date === Number(before.slice(8)) ? { by: 'date', date } : on
  if (on.day !== weekday(dayNumber(before))) return on
  return { by: 'nth', nth: on.nth < 0 && isLast ? -1 : Math.ceil(date / 7), day: weekday(dayNumber(after)) }
}
