import { type Day, dayNumber, weekday } from '../day'
import { daysInMonth } from '../edits/shift'
import { isEqual } from '../is-equal'
import type { Span } from '../span'
import { type MonthDay, type Repeat, repeatOf, rulesOf, WORKDAYS } from './repeat'

export type Preset =
  | 'none'
  | 'daily'
  | 'weekdays'
  | 'weekly'
  | 'biweekly'
  | 'monthlyDate'
  | 'monthlyNth'
  | 'monthlyLastWeekday'
  | 'monthlyLastDay'
  | 'yearly'

/** Returns the common recurrences of an event on a day, with their rules. */
export function presetsOf(day: Day): { preset: Preset; rules: string[] }[] {
  const number = dayNumber(day)
  const date = Number(day.slice(8))
  const [days, nth, daysLeft] = [[weekday(number)], Math.ceil(date / 7), daysInMonth(day) - date]
  const forever = { interval: 1, end: { by: 'never' } } as const
  const monthly = (on: MonthDay): Repeat => ({ ...forever, freq: 'MONTHLY', on })
  const all: (readonly [Preset, Repeat | undefined] | false)[] = [
    ['none', undefined],
    ['daily', { ...forever, freq: 'DAILY' }],
    ['weekdays', { ...forever, freq: 'WEEKLY', days: [...WORKDAYS], weekStart: 1 }],
    ['weekly', { ...forever, freq: 'WEEKLY', days, weekStart: 1 }],
    ['biweekly', { ...forever, interval: 2, freq: 'WEEKLY', days, weekStart: 1 }],
    ['monthlyDate', monthly({ by: 'date', date })],
    nth < 5 && ['monthlyNth', monthly({ by: 'nth', nth, day: days[0]! })],
    daysLeft < 7 && ['monthlyLastWeekday', monthly({ by: 'nth', nth: -1, day: days[0]! })],
    !daysLeft && ['monthlyLastDay', monthly({ by: 'last' })],
    ['yearly', { ...forever, freq: 'YEARLY', month: Number(day.slice(5, 7)), on: { by: 'date', date } }],
  ]
  return all
    .filter((entry) => entry !== false)
    .map(([preset, repeat]) => ({ preset, rules: repeat ? rulesOf(repeat) : [] }))
}

/**
 * Returns the preset that rules are equivalent to, if any. @param span the span of the series, which starts at DTSTART
 */
export function presetOf(rules: readonly string[], span: Span): Preset | undefined {
  if (!rules.length) return 'none'
  const repeat = repeatOf(rules, span)
  return (
    repeat &&
    presetsOf(span.start.slice(0, 10)).find(
      (preset) => preset.rules.length && isEqual(repeatOf(preset.rules, span), repeat),
    )?.preset
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
