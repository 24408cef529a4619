import { DAY, HOUR, MINUTE, type WallMs, weekday } from '../day'
import { civilOf } from './civil'
import type { NthDay, Rule } from './rule'
import { weekYearOf } from './week'

const SECOND = 1000

/** The most times of a day that a pattern keeps: it is remembered, and 86,400 times five thousand would not fit. */
const FEW = 100

/** A rule made ready for a start: what it leaves unsaid is taken from there (RFC 5545 §3.3.10). Days as bits of a number. */
export interface Pattern {
  rule: Rule
  start: WallMs
  startDay: number
  /** The year that the start's period is of: of its week, where weeks are numbered. */
  startYear: number
  startMonth: number
  months: number
  weekdays: number
  /** By {@link nthIndex}. */
  nths: Uint8Array | undefined
  /** Whether `nths` count in the month; else in the year. */
  nthOfMonth: boolean
  monthDays: number
  monthDaysFromEnd: number
  /** By {@link signedIndex}, as are the week numbers. */
  yearDays: Uint8Array | undefined
  weekNos: Uint8Array | undefined
  /** Times of a day, as milliseconds since midnight, where they are few: for rules that repeat daily or less often. */
  times: readonly number[] | undefined
  hours: readonly number[]
  minutes: readonly number[]
  seconds: readonly number[]
}

/** Makes a rule ready. */
export function patternOf(rule: Rule, start: WallMs): Pattern {
  const { freq } = rule
  const startDay = Math.floor(start / DAY)
  const { year, month, date } = civilOf(startDay)
  const months = freq === 'YEARLY' || freq === 'MONTHLY'
  const bySomeDate = rule.byYearDay.length + rule.byMonthDay.length > 0
  const bySomeDay = bySomeDate || rule.byWeekNo.length + rule.byDay.length > 0
  // A week that nothing else says the day of has the start's weekday, a month its date.
  const weekdayImplied =
    !rule.byDay.length && !bySomeDate && (freq === 'WEEKLY' || (months && rule.byWeekNo.length > 0))
  const byDay = weekdayImplied ? [{ nth: 0, day: weekday(startDay) }] : rule.byDay
  const monthDays = months && !bySomeDay ? [date] : rule.byMonthDay
  const monthImplied = freq === 'YEARLY' && !bySomeDay && !rule.byMonth.length
  // "The third Friday" means something in months and years only (BYDAY of §3.3.10).
  const counted = months && !rule.byWeekNo.length
  const nths = counted ? byDay.filter(({ nth }) => nth) : []
  const pattern: Pattern = {
    rule,
    start,
    startDay,
    startYear: freq === 'YEARLY' && rule.byWeekNo.length ? weekYearOf(startDay, rule.weekStart) : year,
    startMonth: month,
    months: bits(monthImplied ? [month] : rule.byMonth),
    weekdays: bits(byDay.filter(({ nth }) => !nth || !counted).map(({ day }) => day)),
    nths: table(nths.map(nthIndex), 8 * 108),
    nthOfMonth: freq === 'MONTHLY' || rule.byMonth.length > 0,
    monthDays: bits(monthDays.filter((day) => day > 0)),
    monthDaysFromEnd: bits(monthDays.filter((day) => day < 0).map((day) => -day)),
    yearDays: table(rule.byYearDay.map(signedIndex), 2 * 367),
    weekNos: table(rule.byWeekNo.map(signedIndex), 2 * 54),
    times: undefined,
    ...clockParts(rule, start),
  }
  const { hours, minutes, seconds } = pattern
  if (!isSubDaily(rule) && hours.length * minutes.length * seconds.length <= FEW) {
    pattern.times = timesOfDay(pattern)
  }
  return pattern
}

function clockParts(rule: Rule, start: WallMs): Pick<Pattern, 'hours' | 'minutes' | 'seconds'> {
  const ofDay = start - Math.floor(start / DAY) * DAY
  const { freq } = rule
  // A leap second is said to be the last of its minute: clocks here have none.
  const bySecond = rule.bySecond.map((second) => Math.min(second, 59))
  const minutely = freq === 'MINUTELY' || freq === 'SECONDLY'
  return {
    hours: inOrder(rule.byHour, isSubDaily(rule) ? 24 : 0, Math.floor(ofDay / HOUR)),
    minutes: inOrder(rule.byMinute, minutely ? 60 : 0, Math.floor((ofDay % HOUR) / MINUTE)),
    seconds: inOrder(bySecond, freq === 'SECONDLY' ? 60 : 0, Math.floor((ofDay % MINUTE) / SECOND)),
  }
}

/** True for rules that happen more than once a day by themselves. */
export function isSubDaily({ freq }: Rule): boolean {
  return freq === 'HOURLY' || freq === 'MINUTELY' || freq === 'SECONDLY'
}

/** The times of each day on which a rule that repeats daily or less often happens, as milliseconds since midnight. */
export function timesOfDay(pattern: Pattern): readonly number[] {
  if (pattern.times) return pattern.times
  const { rule, hours, minutes, seconds } = pattern
  const times = hours.flatMap((hour) =>
    minutes.flatMap((minute) => seconds.map((second) => hour * HOUR + minute * MINUTE + second * SECOND)),
  )
  return rule.freq === 'DAILY' ? atPositions(times, rule.bySetPos) : times
}

/** Times of days that differ: of rules that repeat within the day. */
export interface Rhythm {
  /** The first day from this one on that any of the rule's hours, minutes or seconds begins in. */
  next(day: number): number
  /** The times of such a day; undefined when the rule happens on no day at all. */
  times(day: number): readonly number[] | undefined
}

/** When rules that repeat within the day happen: every 90 minutes, each day begins elsewhere. */
export function rhythmOf(pattern: Pattern): Rhythm {
  const { rule } = pattern
  const step = rule.interval
  const unit = rule.freq === 'HOURLY' ? HOUR : rule.freq === 'MINUTELY' ? MINUTE : SECOND
  const perDay = DAY / unit
  const origin = Math.floor(pattern.start / unit)
  const within = timesWithin(pattern, unit)
  const isTime = timeTest(pattern)
  const restOf = (day: number) => (((origin - day * perDay) % step) + step) % step
  // Days that begin at the same place have the same times. All of them together are 86,400 at most.
  const known: (readonly number[] | undefined)[] = new Array(step <= perDay ? step : 0)
  let places = step / commonDivisor(step, perDay)
  let never = within.length === 0
  return {
    next: (day) => (step > perDay ? day + Math.floor(restOf(day) / perDay) : day),
    times(day) {
      if (never) return undefined
      const rest = restOf(day)
      let times = known[rest]
      if (!times) {
        const found: number[] = []
        for (let index = rest; index < perDay; index += step) {
          if (isTime(index * unit, unit)) for (const more of within) found.push(index * unit + more)
        }
        times = found
        if (step <= perDay) known[rest] = times
        // Where every place was tried and none had a time, there is none.
        if (times.length) places = Number.POSITIVE_INFINITY
        else if (step <= perDay) places--
        never = places === 0
      }
      return times
    },
  }
}

function commonDivisor(a: number, b: number): number {
  return b === 0 ? a : commonDivisor(b, a % b)
}

/** What a rule does in each of its hours, minutes or seconds. */
function timesWithin({ rule, minutes, seconds }: Pattern, unit: number): readonly number[] {
  const ofHour = unit === HOUR ? minutes : [0]
  const ofMinute = unit === SECOND ? [0] : seconds
  const times = ofHour.flatMap((minute) => ofMinute.map((second) => minute * MINUTE + second * SECOND))
  return atPositions(times, rule.bySetPos)
}

/** Tells whether a rule may happen in the hour, minute or second of a time. */
function timeTest({ hours, minutes, seconds }: Pattern): (time: number, unit: number) => boolean {
  const [ofHour, ofMinute, ofSecond] = [table(hours, 24), table(minutes, 60), table(seconds, 60)]
  return (time, unit) =>
    ofHour?.[Math.floor(time / HOUR)] === 1 &&
    (unit > MINUTE || ofMinute?.[Math.floor(time / MINUTE) % 60] === 1) &&
    (unit > SECOND || ofSecond?.[Math.floor(time / SECOND) % 60] === 1)
}

/** What BYSETPOS leaves of so many: their places, in order. */
export function placesOf(positions: readonly number[], total: number): number[] {
  const places = positions.map((position) => (position > 0 ? position - 1 : total + position))
  return [...new Set(places)].filter((place) => place >= 0 && place < total).sort((a, b) => a - b)
}

function atPositions(list: readonly number[], positions: readonly number[]): readonly number[] {
  return positions.length ? placesOf(positions, list.length).map((place) => list[place]!) : list
}

function inOrder(list: readonly number[], all: number, implied: number): number[] {
  if (list.length) return [...new Set(list)].sort((a, b) => a - b)
  return all ? Array.from({ length: all }, (_, index) => index) : [implied]
}

function bits(list: readonly number[]): number {
  return list.reduce((all, one) => all | (1 << one), 0)
}

/** Where a number counted from the start or, negative, from the end stands in a table. */
export function signedIndex(number: number): number {
  return number > 0 ? 2 * number : -2 * number - 1
}

/** Where "the nth weekday" stands in a table. */
export function nthIndex({ nth, day }: NthDay): number {
  return 8 * signedIndex(nth) + day
}

function table(indices: readonly number[], size: number): Uint8Array | undefined {
  if (!indices.length) return undefined
  const set = new Uint8Array(size)
  for (const index of indices) set[index] = 1
  return set
}
