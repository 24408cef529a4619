import { DAY, HOUR, MINUTE, type WallMs } from '../day'
import { type Frequency, isSubDaily, type Rule } from './rule'

const SECOND = 1000

/** A sorted list of times, computed on demand: a hostile rule has 86,400 a day. */
export interface TimeList {
  length: number
  /** Returns the time at a zero-based index. */
  at(index: number): number
}

/** The hours, minutes and seconds at which a rule recurs. */
export interface ClockParts {
  hours: readonly number[]
  minutes: readonly number[]
  seconds: readonly number[]
}

export function clockParts(rule: Rule, start: WallMs): ClockParts {
  const timeOfDay = start - Math.floor(start / DAY) * DAY
  const { freq } = rule
  // Treats a leap second as the last second of its minute, since JavaScript's times have none.
  const bySecond = rule.bySecond.map((second) => Math.min(second, 59))
  const minutely = freq === 'MINUTELY' || freq === 'SECONDLY'
  return {
    hours: sortedOrAll(rule.byHour, isSubDaily(rule) ? 24 : 0, Math.floor(timeOfDay / HOUR)),
    minutes: sortedOrAll(rule.byMinute, minutely ? 60 : 0, Math.floor((timeOfDay % HOUR) / MINUTE)),
    seconds: sortedOrAll(bySecond, freq === 'SECONDLY' ? 60 : 0, Math.floor((timeOfDay % MINUTE) / SECOND)),
  }
}

/** Returns the offsets of a rule's times within its day, hour, minute or second. */
export function ruleTimes({ freq, bySetPos }: Rule, { hours, minutes, seconds }: ClockParts): TimeList {
  const unit = unitOf(freq)
  const hoursOfDay = unit < DAY ? [0] : hours
  const minutesOfHour = unit < HOUR ? [0] : minutes
  const secondsOfMinute = unit < MINUTE ? [0] : seconds
  const perHour = minutesOfHour.length * secondsOfMinute.length
  const all = {
    length: hoursOfDay.length * perHour,
    at: (index: number) =>
      hoursOfDay[Math.floor(index / perHour)]! * HOUR +
      minutesOfHour[Math.floor(index / secondsOfMinute.length) % minutesOfHour.length]! * MINUTE +
      secondsOfMinute[index % secondsOfMinute.length]! * SECOND,
  }
  // For weekly to yearly rules, BYSETPOS counts across the days of the period.
  const isWeeklyOrLonger = freq === 'WEEKLY' || freq === 'MONTHLY' || freq === 'YEARLY'
  if (isWeeklyOrLonger || !bySetPos.length) return all
  const indices = resolvePositions(bySetPos, all.length)
  return { length: indices.length, at: (index) => all.at(indices[index]!) }
}

/** Returns the length of the period of a sub-daily frequency; else that of a day. */
export function unitOf(freq: Frequency): number {
  return freq === 'HOURLY' ? HOUR : freq === 'MINUTELY' ? MINUTE : freq === 'SECONDLY' ? SECOND : DAY
}

/** Visits the times of a period that starts at `base`, beginning at `from`. Returns false if the visitor stopped. */
export function eachTime(
  times: TimeList,
  base: WallMs,
  from: WallMs,
  visit: (at: WallMs) => boolean,
): boolean {
  for (let index = base < from ? firstIndexFrom(times, from - base) : 0; index < times.length; index++) {
    if (!visit(base + times.at(index))) return false
  }
  return true
}

/** Returns the index of the first time at or after `time`. */
function firstIndexFrom(times: TimeList, time: number): number {
  let [first, last] = [0, times.length]
  while (first < last) {
    const middle = (first + last) >> 1
    if (times.at(middle) < time) first = middle + 1
    else last = middle
  }
  return first
}

/** Returns the sorted zero-based indices that BYSETPOS selects from `total` entries. */
export function resolvePositions(positions: readonly number[], total: number): number[] {
  const indices = positions.map((position) => (position > 0 ? position - 1 : total + position))
  return [...new Set(indices)].filter((index) => index >= 0 && index < total).sort((a, b) => a - b)
}

function sortedOrAll(list: readonly number[], all: number, implied: number): number[] {
  if (list.length) return [...new Set(list)].sort((a, b) => a - b)
  return all ? Array.from({ length: all }, (_, index) => index) : [implied]
}
