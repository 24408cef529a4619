import { DAY, HOUR, MINUTE, type WallMs } from '../day'
import { type Budget, spend } from './budget'
import { GREGORIAN_CYCLE_DAYS } from './civil'
import { eachTime, type Pattern, unitOf } from './pattern'

/** When a rule that repeats within the day happens: every 90 minutes, each day begins elsewhere. */
export interface SubDailyVisitor {
  /** The first day from this one on that any of the rule's hours, minutes or seconds begins in. */
  next(day: number): number
  /** Visits the times of such a day, until told to stop, or until it is clear that none will come; then it says `false`. */
  visitDay(day: number): boolean
}

/** The rhythm of a rule, of whose times those from `from` on are visited. */
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
  const allowedFrom = allowance(pattern, unit)
  // Modulo, which numbers this large are slow at.
  const restOf = (day: number) => {
    const away = origin - day * perDay
    return away - Math.floor(away / step) * step
  }
  // Days that begin at the same place have the same times. Which have none is found out once: that may take a while.
  let empty: Uint8Array | undefined
  let fruitless = 0
  return {
    next: (day) => (step > perDay ? day + Math.floor(restOf(day) / perDay) : day),
    visitDay(day) {
      const rest = restOf(day)
      if (empty?.[rest]) return ++fruitless < GREGORIAN_CYCLE_DAYS
      const midnight = day * DAY
      const begin = stepTo(rest, Math.floor((from - midnight) / unit), step)
      let found = false
      for (let index = begin; index < perDay; ) {
        if (!spend(budget, 1)) return false
        const allowed = allowedFrom(index)
        if (allowed > index) {
          index = stepTo(index, allowed, step)
          continue
        }
        if (!eachTime(times, midnight + index * unit, from, visit)) return false
        found = times.length > 0
        index += step
      }
      if (found) fruitless = 0
      else if (begin === rest && step <= perDay) {
        empty ??= new Uint8Array(step)
        empty[rest] = 1
      }
      return found || ++fruitless < GREGORIAN_CYCLE_DAYS
    },
  }
}

/** The first of the steps from one on that does not lie before another place. */
function stepTo(from: number, place: number, step: number): number {
  return from < place ? from + Math.ceil((place - from) / step) * step : from
}

/** Tells before which hour, minute or second of the day a rule does not happen: itself where it may happen then. */
function allowance({ hours, minutes, seconds }: Pattern, unit: number): (index: number) => number {
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

/** For each number below a size the first of a list from it on; the size where there is none. */
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
