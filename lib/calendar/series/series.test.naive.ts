import type { Rule } from './rule'

/**
 * Yields the starts of a rule by a naive, slow algorithm, as an oracle: iterates over all periods from the start, lists
 * their days, filters them by the parts in the order of the table of RFC 5545 §3.3.10, and counts one by one. It shares
 * no code with the engine.
 */
export function* naiveStarts(rule: Rule, start: number, to: number): Generator<number> {
  const length = LENGTHS[rule.freq] * rule.interval
  let latest = Number.NEGATIVE_INFINITY
  // The first period can begin almost a period before the start. The margin covers periods longer than their lower
  // bound, week years, which start up to a week before the calendar year, and days that SKIP moves.
  for (let index = 0; start + (index - 1) * length < to + 32 * DAY; index++) {
    for (const at of expandPeriod(rule, start, index * rule.interval)) {
      // SKIP can move days of two periods to the same day.
      if (at <= latest) continue
      latest = at
      if (at >= start && at < to) yield at
    }
  }
}

const DAY = 86_400_000

/** Lower bound of the length of each period. */
const LENGTHS = {
  YEARLY: 364 * DAY,
  MONTHLY: 28 * DAY,
  WEEKLY: 7 * DAY,
  DAILY: DAY,
  HOURLY: 3_600_000,
  MINUTELY: 60_000,
  SECONDLY: 1000,
}

function expandPeriod(rule: Rule, start: number, offset: number): number[] {
  const begin = new Date(start)
  const [year, month, date] = [begin.getUTCFullYear(), begin.getUTCMonth(), begin.getUTCDate()]
  const midnight = Date.UTC(year, month, date)
  switch (rule.freq) {
    case 'YEARLY': {
      const from = rule.byWeekNo.length ? weekNumber(midnight, rule.weekStart).year : year
      // The weeks of a year can start in the previous year and end in the next.
      const days = range(Date.UTC(from + offset - 1, 11, 1), Date.UTC(from + offset + 1, 1, 1))
      const daysInYear = days.filter((day) =>
        rule.byWeekNo.length
          ? weekNumber(day, rule.weekStart).year === from + offset
          : new Date(day).getUTCFullYear() === from + offset,
      )
      const months = rule.byWeekNo.length ? [] : Array.from({ length: 12 }, (_, index) => index)
      const shifted = months.flatMap((month) => shiftedIn(rule, start, year + offset, month))
      return atPositions(
        rule,
        withTimes(rule, start, inOrder([...daysInYear.filter((day) => isDay(rule, start, day)), ...shifted])),
      )
    }
    case 'MONTHLY': {
      const days = range(Date.UTC(year, month + offset, 1), Date.UTC(year, month + offset + 1, 1))
      const matchingDays = days.filter((day) => isDay(rule, start, day))
      return atPositions(
        rule,
        withTimes(rule, start, inOrder([...matchingDays, ...shiftedIn(rule, start, year, month + offset)])),
      )
    }
    case 'WEEKLY': {
      const first = weekStartOf(midnight, rule.weekStart) + offset * 7 * DAY
      const days = range(first, first + 7 * DAY)
      return atPositions(
        rule,
        withTimes(
          rule,
          start,
          days.filter((day) => isDay(rule, start, day)),
        ),
      )
    }
    case 'DAILY': {
      const days = [midnight + offset * DAY].filter((day) => isDay(rule, start, day))
      return atPositions(rule, withTimes(rule, start, days))
    }
    default: {
      const unit = { HOURLY: 3_600_000, MINUTELY: 60_000, SECONDLY: 1000 }[rule.freq]
      const from = Math.floor(start / unit) * unit + offset * unit
      const at = new Date(from)
      const [hour, minute, second] = [at.getUTCHours(), at.getUTCMinutes(), at.getUTCSeconds()]
      const passes = (list: number[], value: number) => !list.length || list.includes(value)
      if (!passes(rule.byHour, hour)) return []
      if (rule.freq !== 'HOURLY' && !passes(rule.byMinute, minute)) return []
      if (rule.freq === 'SECONDLY' && !passes(rule.bySecond, second)) return []
      if (!isDay(rule, start, Math.floor(from / DAY) * DAY)) return []
      const expand = (list: number[], implied: number) =>
        list.length ? [...list].sort((a, b) => a - b) : [implied]
      const minutes = rule.freq === 'HOURLY' ? expand(rule.byMinute, begin.getUTCMinutes()) : [minute]
      const seconds = rule.freq === 'SECONDLY' ? [second] : expand(rule.bySecond, begin.getUTCSeconds())
      const day = at.setUTCHours(hour, 0, 0, 0)
      return atPositions(
        rule,
        minutes.flatMap((m) => seconds.map((s) => day + m * 60_000 + s * 1000)),
      )
    }
  }
}

function inOrder(days: number[]): number[] {
  return [...new Set(days)].sort((a, b) => a - b)
}

/**
 * Returns the days before or after missing dates of BYMONTHDAY or BYYEARDAY in a month or year (RFC 7529 §4.1). BYDAY
 * applies afterwards.
 */
function shiftedIn(rule: Rule, start: number, year: number, monthIndex: number): number[] {
  if (rule.skip === 'omit') return []
  const first = new Date(Date.UTC(year, monthIndex, 1))
  const month = first.getUTCMonth()
  const begin = new Date(start)
  const { freq, byMonth, byMonthDay, byYearDay, byDay } = rule
  if (byMonth.length ? !byMonth.includes(month + 1) : false) return []
  const hasDays = byMonthDay.length + byYearDay.length + byDay.length > 0
  if (freq === 'YEARLY' && !hasDays && !byMonth.length && month !== begin.getUTCMonth()) return []
  const length = new Date(Date.UTC(first.getUTCFullYear(), month + 1, 0)).getUTCDate()
  const yearLength = (Date.UTC(first.getUTCFullYear() + 1, 0) - Date.UTC(first.getUTCFullYear(), 0)) / DAY
  const monthDays = hasDays ? (byYearDay.length ? [] : byMonthDay) : [begin.getUTCDate()]
  const yearDays = byMonthDay.length ? [] : byYearDay
  const last = first.getTime() + (length - 1) * DAY
  const found: number[] = []
  const backward = rule.skip === 'backward'
  if (monthDays.some((day) => day > length)) found.push(backward ? last : last + DAY)
  if (monthDays.some((day) => -day > length)) found.push(backward ? first.getTime() - DAY : first.getTime())
  if (month === 11 && yearDays.some((day) => day > yearLength)) found.push(backward ? last : last + DAY)
  if (month === 0 && yearDays.some((day) => -day > yearLength)) {
    found.push(backward ? first.getTime() - DAY : first.getTime())
  }
  const weekdays = { ...rule, byMonthDay: [], byYearDay: [], byWeekNo: [], byMonth: [] }
  return found.filter((day) => !byDay.length || isDay(weekdays, start, day, byMonth.length > 0))
}

function range(from: number, to: number): number[] {
  const days: number[] = []
  for (let day = from; day < to; day += DAY) days.push(day)
  return days
}

/** Returns whether a rule generates a day. Missing parts come from DTSTART. */
function isDay(rule: Rule, start: number, day: number, ofMonth = false): boolean {
  const { freq, byMonth, byWeekNo, byYearDay, byMonthDay, byDay } = rule
  const at = new Date(day)
  const begin = new Date(start)
  const [year, month, date] = [at.getUTCFullYear(), at.getUTCMonth(), at.getUTCDate()]
  const daysOfMonth = new Date(Date.UTC(year, month + 1, 0)).getUTCDate()
  const ordinal = (day - Date.UTC(year, 0, 1)) / DAY + 1
  const daysOfYear = (Date.UTC(year + 1, 0, 1) - Date.UTC(year, 0, 1)) / DAY
  const named = byWeekNo.length || byYearDay.length || byMonthDay.length || byDay.length
  if (byMonth.length && !byMonth.includes(month + 1)) return false
  if (byWeekNo.length) {
    const { number, count } = weekNumber(day, rule.weekStart)
    if (!byWeekNo.includes(number) && !byWeekNo.includes(number - count - 1)) return false
    if (!byYearDay.length && !byMonthDay.length && !byDay.length && at.getUTCDay() !== begin.getUTCDay())
      return false
  }
  if (byYearDay.length && !byYearDay.includes(ordinal) && !byYearDay.includes(ordinal - daysOfYear - 1))
    return false
  if (byMonthDay.length && !byMonthDay.includes(date) && !byMonthDay.includes(date - daysOfMonth - 1))
    return false
  if (byDay.length) {
    const ofYear = freq === 'YEARLY' && !byMonth.length && !ofMonth
    const [index, size] = ofYear ? [ordinal, daysOfYear] : [date, daysOfMonth]
    const fits = byDay.some(
      ({ nth, day: weekday }) =>
        weekday % 7 === at.getUTCDay() &&
        (nth === 0 || nth === Math.ceil(index / 7) || -nth === Math.ceil((size - index + 1) / 7)),
    )
    if (!fits) return false
  }
  if (named) return true
  if (freq === 'WEEKLY') return at.getUTCDay() === begin.getUTCDay()
  if (freq === 'MONTHLY') return date === begin.getUTCDate()
  if (freq !== 'YEARLY') return true
  return date === begin.getUTCDate() && (byMonth.length > 0 || month === begin.getUTCMonth())
}

function withTimes(rule: Rule, start: number, days: number[]): number[] {
  const begin = new Date(start)
  const pick = (list: number[], all: number, implied: number) =>
    Array.from({ length: all }, (_, index) => index).filter((index) =>
      list.length ? list.includes(index) : index === implied,
    )
  const hours = pick(rule.byHour, 24, begin.getUTCHours())
  const minutes = pick(rule.byMinute, 60, begin.getUTCMinutes())
  const seconds = pick(rule.bySecond, 60, begin.getUTCSeconds())
  const found: number[] = []
  for (const day of days) {
    for (const hour of hours) {
      for (const minute of minutes) {
        for (const second of seconds) found.push(day + hour * 3_600_000 + minute * 60_000 + second * 1000)
      }
    }
  }
  return found
}

function atPositions({ bySetPos }: Rule, all: number[]): number[] {
  if (!bySetPos.length) return all
  return all.filter((_, index) => bySetPos.includes(index + 1) || bySetPos.includes(index - all.length))
}

function weekStartOf(day: number, weekStart: number): number {
  let first = day
  while (new Date(first).getUTCDay() !== weekStart % 7) first -= DAY
  return first
}

/**
 * Returns the week number and year of a day, and the number of weeks of that year. The first week has at least four
 * days.
 */
function weekNumber(day: number, weekStart: number): { year: number; number: number; count: number } {
  const first = weekStartOf(day, weekStart)
  const year = new Date(first + 3 * DAY).getUTCFullYear()
  const firstOf = (year: number) => {
    const week = weekStartOf(Date.UTC(year, 0, 1), weekStart)
    return new Date(week + 3 * DAY).getUTCFullYear() === year ? week : week + 7 * DAY
  }
  const weeks = (from: number, to: number) => Math.round((to - from) / (7 * DAY))
  return { year, number: weeks(firstOf(year), first) + 1, count: weeks(firstOf(year), firstOf(year + 1)) }
}
