import { DAY, HOUR, MINUTE, type WallMs } from '../day'
import { type Budget, spend } from './budget'
import { GREGORIAN_CYCLE_DAYS } from './civil'
import type { Pattern } from './pattern'
import { eachTime, unitOf } from './pattern-times'

/**
 * Visits the times of a sub-daily rule day by day. The first time differs from day to day if the interval does not
 * divide a day.
 */
export interface SubDailyVisitor {
  /** Returns the first day, from `day` on, in which a period of the rule starts. */
  next(day: number): number
  /** Visits the times of a day. Returns false if the visitor stopped or no further time can follow. */
  visitDay(day: number): boolean
}

/** Creates the visitor of a rule's times from `from` on. */
export function createSubDailyVisitor(
  pattern: Pattern,
  from: WallMs,
  visit: (at: WallMs) => boolean,
  budget: Budget,
): SubDailyVisitor {
  const { rule, start, times } = pattern
  const step = rule.interval
  const unit = unitOf(rule.freq)
  const perDay = DAY / unit
  const origin = Math.floor(start / unit)
  const nextAllowed = nextAllowedIndex(pattern, unit)
  /** Returns the number of units from midnight to the first period that starts then or later. */
  const phaseOf = (day: number) => {
    const sinceMidnight = origin - day * perDay
    // A modulo, computed by division because `%` is slow for numbers this large.
    return sinceMidnight - Math.floor(sinceMidnight / step) * step
  }
  // Days of the same phase have the same times. Remembers phases without times, which take long to search.
  let emptyPhases: Uint8Array | undefined
  let daysWithoutTimes = 0
  return {
    next: (day) => (step > perDay ? day + Math.floor(phaseOf(day) / perDay) : day),
    visitDay(day) {
      const phase = phaseOf(day)
      if (emptyPhases?.[phase]) return ++daysWithoutTimes < GREGORIAN_CYCLE_DAYS
      const midnight = day * DAY
      const begin = stepTo(phase, Math.floor((from - midnight) / unit), step)
      let hasTimes = false
      for (let index = begin; index < perDay; ) {
        if (!spend(budget, 1)) return false
        const allowed = nextAllowed(index)
        if (allowed > index) {
          index = stepTo(index, allowed, step)
          continue
        }
        if (!eachTime(times, midnight + index * unit, from, visit)) return false
        hasTimes = times.length > 0
        index += step
      }
      if (hasTimes) daysWithoutTimes = 0
      else if (begin === phase && step <= perDay) {
        emptyPhases ??= new Uint8Array(step)
        emptyPhases[phase] = 1
      }
      return hasTimes || ++daysWithoutTimes < GREGORIAN_CYCLE_DAYS
    },
  }
}

/** Returns the smallest `from + n · step` (n ≥ 0) that is at least `min`. */
function stepTo(from: number, min: number, step: number): number {
  return from < min ? from + Math.ceil((min - from) / step) * step : from
}

/**
 * Returns a function that returns the next hour, minute or second of the day, from an index on, that the rule allows.
 */
function nextAllowedIndex({ hours, minutes, seconds }: Pattern, unit: number): (index: number) => number {
  const [ofHour, ofMinute, ofSecond] = [nextIn(hours, 24), nextIn(minutes, 60), nextIn(seconds, 60)]
  return (index) => {
    const hour = Math.floor((index * unit) / HOUR)
    if (ofHour[hour] !== hour) return (ofHour[hour]! * HOUR) / unit
    if (unit === HOUR) return index
    const minute = Math.floor((index * unit) / MINUTE) % 60
    if (ofMinute[minute] !== minute) return (hour * HOUR + ofMinute[minute]! * MINUTE) / unit
    return unit === MINUTE ? index : index - (index % 60) + ofSecond[index % 60]!
  }
}

/** Returns, for each number below `size`, the first list entry not below it, or `size`. */
function nextIn(list: readonly number[], size: number): Uint8Array {
  const next = new Uint8Array(size)
  let place = list.length - 1
  let later = size
  for (let number = size - 1; number >= 0; number--) {
    if (list[place] === number) later = list[place--]!
    next[number] = later
  }
  return next
}
