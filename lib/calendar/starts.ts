import { DAY, dayNumber, HOUR, MINUTE, type WallMs, weekday } from './day'
import type { NthDay, Rule } from './rule'

const SECOND = 1000

/** Days that can be: from the first to the last year that dates can be written in. */
const FIRST_DAY = dayNumber('0001-01-01')
const LAST_DAY = dayNumber('9999-12-31')

/** A rule made ready for a start: what it leaves unsaid is taken from there (RFC 5545 §3.3.10). Days as bits of a number. */
export interface Pattern {
  rule: Rule
  start: WallMs
  startDay: number
  months: number
  weekdays: number
  nths: readonly NthDay[]
  /** Whether `nths` count in the month; else in the year. */
  nthOfMonth: boolean
  monthDays: number
  monthDaysFromEnd: number
  yearDays: ReadonlySet<number> | undefined
  weekNos: ReadonlySet<number> | undefined
  /** Times of a day, as milliseconds since midnight: for rules that repeat daily or less often. */
  times: readonly number[]
  hours: readonly number[]
  minutes: readonly number[]
  seconds: readonly number[]
}

/** Makes a rule ready. */
export function patternOf(rule: Rule, start: WallMs): Pattern {
  const startDay = Math.floor(start / DAY)
  const { year: _, month, date } = civil(startDay)
  const { freq } = rule
  const subDaily = isSubDaily(rule)
  const bySomeDay =
    rule.byYearDay.length + rule.byMonthDay.length + rule.byWeekNo.length + rule.byDay.length > 0
  const weekdayImplied = (freq === 'WEEKLY' && !bySomeDay) || (rule.byWeekNo.length > 0 && !rule.byDay.length)
  const dateImplied = (freq === 'YEARLY' || freq === 'MONTHLY') && !bySomeDay
  const monthImplied = freq === 'YEARLY' && !bySomeDay && !rule.byMonth.length
  const byDay = weekdayImplied ? [{ nth: 0, day: weekday(startDay) }] : rule.byDay
  // "The third Friday" means something in months and years only (BYDAY of §3.3.10).
  const counted = (freq === 'YEARLY' || freq === 'MONTHLY') && !rule.byWeekNo.length
  const monthDays = dateImplied ? [date] : rule.byMonthDay
  const minute = Math.floor((((start % HOUR) + HOUR) % HOUR) / MINUTE)
  const second = Math.floor((((start % MINUTE) + MINUTE) % MINUTE) / SECOND)
  const hour = Math.floor((start - startDay * DAY) / HOUR)
  // A leap second is said to be the last of its minute: clocks here have none.
  const bySecond = [...new Set(rule.bySecond.map((s) => Math.min(s, 59)))]
  const hours = inOrder(rule.byHour, subDaily ? 24 : undefined, hour)
  const minutes = inOrder(rule.byMinute, freq === 'MINUTELY' || freq === 'SECONDLY' ? 60 : undefined, minute)
  const seconds = inOrder(bySecond, freq === 'SECONDLY' ? 60 : undefined, second)
  const times = hours.flatMap((h) =>
    minutes.flatMap((m) => seconds.map((s) => h * HOUR + m * MINUTE + s * SECOND)),
  )
  return {
    rule,
    start,
    startDay,
    months: bits(monthImplied ? [month] : rule.byMonth),
    weekdays: bits(byDay.filter(({ nth }) => !nth || !counted).map(({ day }) => day)),
    nths: counted ? byDay.filter(({ nth }) => nth) : [],
    nthOfMonth: freq === 'MONTHLY' || rule.byMonth.length > 0,
    monthDays: bits(monthDays.filter((day) => day > 0)),
    monthDaysFromEnd: bits(monthDays.filter((day) => day < 0).map((day) => -day)),
    yearDays: rule.byYearDay.length ? new Set(rule.byYearDay) : undefined,
    weekNos: rule.byWeekNo.length ? new Set(rule.byWeekNo) : undefined,
    times: subDaily ? [] : freq === 'DAILY' ? atPositions(times, rule.bySetPos) : times,
    hours,
    minutes,
    seconds,
  }
}

/** True for rules that happen more than once a day by themselves. */
export function isSubDaily({ freq }: Rule): boolean {
  return freq === 'HOURLY' || freq === 'MINUTELY' || freq === 'SECONDLY'
}

/**
 * The wall times at which a pattern starts, from `from` to before `to`, in order, at most `limit`. Jumps to `from`
 * whatever came before; COUNT and UNTIL are not looked at. What it costs is bounded by the length of the range.
 */
export function startsOf(pattern: Pattern, from: WallMs, to: WallMs, limit: number): WallMs[] {
  const found: WallMs[] = []
  const first = Math.max(from, pattern.start)
  const firstDay = Math.max(Math.floor(first / DAY), FIRST_DAY)
  const lastDay = Math.min(Math.ceil(to / DAY) - 1, LAST_DAY)
  const add = (wall: WallMs): boolean => {
    if (wall >= first && wall < to) found.push(wall)
    return found.length < limit
  }
  const addDay = (day: number): boolean => timesOf(pattern, day).every((time) => add(day * DAY + time))
  if (pattern.rule.bySetPos.length && !isSubDaily(pattern.rule) && pattern.rule.freq !== 'DAILY') {
    for (const [start, end] of periodsOf(pattern, firstDay, lastDay)) {
      if (!positioned(pattern, start, end).every(add)) break
    }
  } else if (limit > 0) {
    eachDay(pattern, firstDay, lastDay, addDay)
  }
  return found
}

/** Visits the days that the pattern's parts allow, in order, until told to stop. Months that have none cost one look. */
function eachDay(pattern: Pattern, from: number, to: number, visit: (day: number) => boolean): void {
  const { rule, months } = pattern
  const start = civil(pattern.startDay)
  let { year, month } = civil(from)
  for (let first = from - civil(from).date + 1; first <= to; ) {
    const days = monthLength(year, month)
    const inPeriod =
      rule.freq === 'YEARLY'
        ? (year - start.year) % rule.interval === 0
        : rule.freq !== 'MONTHLY' || ((year - start.year) * 12 + month - start.month) % rule.interval === 0
    if (inPeriod && (!months || months & (1 << month))) {
      const last = Math.min(first + days - 1, to)
      const step = rule.freq === 'DAILY' ? rule.interval : 1
      let day = Math.max(first, from)
      if (step > 1) day += (step - ((day - pattern.startDay) % step)) % step
      for (; day <= last; day += step) {
        if (day >= from && allows(pattern, day, first, days, year) && !visit(day)) return
      }
    }
    first += days
    month = month === 12 ? 1 : month + 1
    if (month === 1) year++
  }
}

/** Whether the parts that speak of days allow this one. `first`: the first of its month, which has `days` days. */
function allows(pattern: Pattern, day: number, first: number, days: number, year: number): boolean {
  const { rule, weekdays, nths, monthDays, monthDaysFromEnd, yearDays, weekNos } = pattern
  const date = day - first + 1
  if (monthDays | monthDaysFromEnd) {
    if (!((monthDays >> date) & 1) && !((monthDaysFromEnd >> (days - date + 1)) & 1)) return false
  }
  if (rule.freq === 'WEEKLY' && rule.interval > 1) {
    if ((weekOf(day, rule.weekStart) - weekOf(pattern.startDay, rule.weekStart)) % rule.interval) return false
  }
  if (weekdays || nths.length) {
    const of = weekday(day)
    if (!((weekdays >> of) & 1) && !isNth(pattern, of, day, date, days, year)) return false
  }
  if (yearDays) {
    const inYear = day - newYear(year)
    if (!yearDays.has(inYear + 1) && !yearDays.has(inYear - yearLength(year))) return false
  }
  return !weekNos || isWeekNo(weekNos, day, rule.weekStart)
}

function isNth(pattern: Pattern, of: number, day: number, date: number, days: number, year: number): boolean {
  if (!pattern.nths.length) return false
  const before = pattern.nthOfMonth ? date - 1 : day - newYear(year)
  const after = pattern.nthOfMonth ? days - date : yearLength(year) - 1 - before
  return pattern.nths.some(
    ({ nth, day }) =>
      day === of && (nth > 0 ? Math.floor(before / 7) + 1 === nth : Math.floor(after / 7) + 1 === -nth),
  )
}

/** Weeks are numbered as in ISO 8601, only that they may start on another day: the first has four days of the year. */
function isWeekNo(weekNos: ReadonlySet<number>, day: number, weekStart: number): boolean {
  const middle = day - ((weekday(day) - weekStart + 7) % 7) + 3
  const { year } = civil(middle)
  const before = Math.floor((middle - newYear(year)) / 7)
  const after = Math.floor((newYear(year + 1) - 1 - middle) / 7)
  return weekNos.has(before + 1) || weekNos.has(-(after + 1))
}

/** The times of one day at which the pattern starts, as milliseconds since midnight. */
function timesOf(pattern: Pattern, day: number): readonly number[] {
  const { rule } = pattern
  if (!isSubDaily(rule)) return pattern.times
  const unit = rule.freq === 'HOURLY' ? HOUR : rule.freq === 'MINUTELY' ? MINUTE : SECOND
  const origin = Math.floor(pattern.start / unit)
  const step = rule.interval
  const aligned = (time: number) => (Math.floor((day * DAY + time) / unit) - origin) % step === 0
  const minutes = unit >= HOUR ? [0] : pattern.minutes
  const seconds = unit >= MINUTE ? [0] : pattern.seconds
  const within = atPositions(
    (unit >= HOUR ? pattern.minutes : [0]).flatMap((m) =>
      (unit >= MINUTE ? pattern.seconds : [0]).map((s) => m * MINUTE + s * SECOND),
    ),
    rule.bySetPos,
  )
  if (!within.length || (step * unit >= DAY && !hasAligned(day, unit, origin, step))) return []
  const times: number[] = []
  for (const h of pattern.hours) {
    for (const m of minutes) {
      for (const s of seconds) {
        const time = h * HOUR + m * MINUTE + s * SECOND
        if (aligned(time)) for (const more of within) times.push(time + more)
      }
    }
  }
  return times
}

/** Whether a day has any instance of a rule that rests for longer than a day. */
function hasAligned(day: number, unit: number, origin: number, step: number): boolean {
  const first = (day * DAY) / unit
  const rest = (((first - origin) % step) + step) % step
  return rest === 0 || step - rest < DAY / unit
}

/** The weeks, months or years of the pattern that touch the days, as first and last day. */
function* periodsOf(pattern: Pattern, from: number, to: number): Generator<[first: number, last: number]> {
  const { rule } = pattern
  if (rule.freq === 'WEEKLY') {
    const start = pattern.startDay - ((weekday(pattern.startDay) - rule.weekStart + 7) % 7)
    const length = 7 * rule.interval
    const skipped = Math.max(Math.floor((from - start) / length), 0)
    for (let week = start + skipped * length; week <= to; week += length) yield [week, week + 6]
    return
  }
  const months = rule.freq === 'YEARLY' ? 12 : 1
  const origin = monthIndex(pattern.startDay, months)
  const length = months * rule.interval
  const skipped = Math.max(Math.floor((monthIndex(from, months) - origin) / length), 0)
  for (let month = origin + skipped * length; firstOf(month) <= to; month += length) {
    yield [firstOf(month), firstOf(month + months) - 1]
  }
}

/** What BYSETPOS leaves of one period. Days × times are counted, not listed: a hostile rule has millions. */
function positioned(pattern: Pattern, first: number, last: number): WallMs[] {
  const days: number[] = []
  eachDay(pattern, first, last, (day) => days.push(day) > 0)
  const { times } = pattern
  const total = days.length * times.length
  const places = pattern.rule.bySetPos
    .map((position) => (position > 0 ? position - 1 : total + position))
    .filter((place) => place >= 0 && place < total)
  return [...new Set(places)]
    .sort((a, b) => a - b)
    .map((place) => days[Math.floor(place / times.length)]! * DAY + times[place % times.length]!)
}

function atPositions(list: readonly number[], positions: readonly number[]): readonly number[] {
  if (!positions.length) return list
  const kept = new Set(positions.map((position) => (position > 0 ? position - 1 : list.length + position)))
  return list.filter((_, index) => kept.has(index))
}

function inOrder(list: readonly number[], all: number | undefined, implied: number): number[] {
  if (list.length) return [...new Set(list)].sort((a, b) => a - b)
  return all ? Array.from({ length: all }, (_, index) => index) : [implied]
}

function bits(list: readonly number[]): number {
  return list.reduce((all, one) => all | (1 << one), 0)
}

function weekOf(day: number, weekStart: number): number {
  // 1970-01-01, day 0, was a Thursday.
  return Math.floor((day + 4 - weekStart) / 7)
}

/** Year, month and date of a day number: the proleptic Gregorian calendar repeats every 146,097 days. */
function civil(day: number): { year: number; month: number; date: number } {
  const fromMarch = day + 719_468
  const era = Math.floor(fromMarch / 146_097)
  const ofEra = fromMarch - era * 146_097
  const yearOfEra = Math.floor(
    (ofEra - Math.floor(ofEra / 1460) + Math.floor(ofEra / 36_524) - Math.floor(ofEra / 146_096)) / 365,
  )
  const ofYear = ofEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const shifted = Math.floor((5 * ofYear + 2) / 153)
  const month = shifted < 10 ? shifted + 3 : shifted - 9
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    date: ofYear - Math.floor((153 * shifted + 2) / 5) + 1,
  }
}

/** The day number of a first of January. */
function newYear(year: number): number {
  const before = year - 1
  return 365 * before + Math.floor(before / 4) - Math.floor(before / 100) + Math.floor(before / 400) - 719_162
}

function isLeap(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
}

function yearLength(year: number): number {
  return isLeap(year) ? 366 : 365
}

const LENGTHS = [0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

function monthLength(year: number, month: number): number {
  return month === 2 && isLeap(year) ? 29 : LENGTHS[month]!
}

/** Months since the year 0, of the first of the period of so many months that a day lies in. */
function monthIndex(day: number, months: number): number {
  const { year, month } = civil(day)
  return months === 12 ? year * 12 : year * 12 + month - 1
}

function firstOf(monthIndex: number): number {
  const year = Math.floor(monthIndex / 12)
  const month = monthIndex - year * 12
  let day = newYear(year)
  for (let before = 1; before <= month; before++) day += monthLength(year, before)
  return day
}
