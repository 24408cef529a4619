import { addDays, type Day, dayNumber, weekday } from '@/lib/calendar/day'
import type { GraphPattern, GraphRecurrence } from '@/lib/connectors/microsoft/event'

const DAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday']

const expanded = new WeakMap<GraphRecurrence, Day[]>()

/** Returns the days of a recurrence before a day, which is always the same. */
export function daysOf(recurrence: GraphRecurrence, before: Day): Day[] {
  const known = expanded.get(recurrence) ?? expand(recurrence, before)
  expanded.set(recurrence, known)
  return known
}

/**
 * Returns the days of a recurrence before a day, as Outlook finds them: day by day. A date that a month lacks is its last
 * day.
 */
function expand({ pattern, range }: GraphRecurrence, before: Day): Day[] {
  const found: Day[] = []
  const start = range.startDate!
  const last = range.type === 'endDate' ? range.endDate! : '9999-12-31'
  const count = range.type === 'numbered' ? range.numberOfOccurrences! : Number.POSITIVE_INFINITY
  for (let day = start; day < before && day <= last && found.length < count; day = addDays(day, 1))
    if (isOn(pattern, day, start)) found.push(day)
  return found
}

function isOn(pattern: GraphPattern, day: Day, start: Day): boolean {
  const interval = pattern.interval ?? 1
  const names = pattern.daysOfWeek ?? []
  const isNamed = names.includes(DAYS[weekday(dayNumber(day)) - 1]!)
  const months = monthsOf(day) - monthsOf(start)
  const isMonth = pattern.month === undefined || Number(day.slice(5, 7)) === pattern.month
  const isYear = (Number(day.slice(0, 4)) - Number(start.slice(0, 4))) % interval === 0
  switch (pattern.type) {
    case 'daily':
      return (dayNumber(day) - dayNumber(start)) % interval === 0
    case 'weekly': {
      const first = DAYS.indexOf(pattern.firstDayOfWeek ?? 'sunday')
      return isNamed && ((weekOf(day, first) - weekOf(start, first)) / 7) % interval === 0
    }
    case 'absoluteMonthly':
      return months % interval === 0 && isDate(day, pattern.dayOfMonth!)
    case 'absoluteYearly':
      return isMonth && isYear && isDate(day, pattern.dayOfMonth!)
    case 'relativeMonthly':
      return months % interval === 0 && isNamed && isIndex(day, names, pattern.index ?? 'first')
    case 'relativeYearly':
      return isMonth && isYear && isNamed && isIndex(day, names, pattern.index ?? 'first')
  }
}

function isDate(day: Day, dayOfMonth: number): boolean {
  return Number(day.slice(8)) === Math.min(dayOfMonth, daysInMonth(day))
}

function isIndex(day: Day, names: readonly string[], index: string): boolean {
  const month = Array.from(
    { length: daysInMonth(day) },
    (_, at) => `${day.slice(0, 8)}${String(at + 1).padStart(2, '0')}`,
  )
  const named = month.filter((each) => names.includes(DAYS[weekday(dayNumber(each)) - 1]!))
  const at = { first: 0, second: 1, third: 2, fourth: 3, last: -1 }[index] ?? 0
  return named.at(at) === day
}

function daysInMonth(day: Day): number {
  return new Date(Date.UTC(Number(day.slice(0, 4)), Number(day.slice(5, 7)), 0)).getUTCDate()
}

function monthsOf(day: Day): number {
  return Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7))
}

/** Returns the number of the first day of the week of a day. @param first 0 for Monday */
function weekOf(day: Day, first: number): number {
  const number = dayNumber(day)
  return number - ((weekday(number) - 1 - first + 7) % 7)
}
