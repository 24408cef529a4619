import { DAY, dayOf, type WallMs, wallOf, weekday } from '@/lib/calendar/day'
import type { Instant } from '@/lib/calendar/zones/zone'
import type { JcalProperty } from './jcal'

/** A clock change; `wall` is in the local time before it. */
export interface Onset {
  at: Instant
  wall: WallMs
  from: number
  to: number
  type: 'standard' | 'daylight'
}

/**
 * Returns the number of onsets, from an index on, that follow one rule: in consecutive years, in the same month, on
 * the same weekday at the same time, within the same seven days of the month. `days`: the possible first days of
 * these seven.
 */
export function findRegularRun(onsets: Onset[], from: number): { length: number; days: number[] } {
  const first = onsets[from]!
  const days = possibleWeekStarts(first)
  let length = 1
  let possible = days
  for (let at = from + 1; at < onsets.length; at++) {
    const next = onsets[at]!
    const isRegular =
      onsetYear(next) === onsetYear(first) + length &&
      monthOf(next) === monthOf(first) &&
      weekdayOf(next) === weekdayOf(first) &&
      (next.wall - first.wall) % DAY === 0
    const shared = possibleWeekStarts(next).filter((day) => possible.includes(day))
    if (!isRegular || shared.length === 0) break
    possible = shared
    length++
  }
  return { length, days: possible }
}

/** Returns the possible first days of seven consecutive days of the month that include the onset's day. */
function possibleWeekStarts(onset: Onset): number[] {
  const day = dayIn(onset)
  return [6, 5, 4, 3, 2, 1, 0]
    .map((back) => day - back)
    .filter((start) => start >= 1 && start <= monthLength(onset) - 6)
}

export function yearlyRule(first: Onset, days: number[]): JcalProperty {
  const name = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'][weekdayOf(first) - 1]!
  const month = monthOf(first)
  const parts: Record<string, unknown> = { freq: 'YEARLY' }
  parts.bymonth = month
  const nth = days.find((day) => day % 7 === 1 && day <= 22)
  // The last days of February vary with leap years.
  if (month !== 2 && days.includes(monthLength(first) - 6)) parts.byday = `-1${name}`
  else if (nth !== undefined) parts.byday = `${(nth + 6) / 7}${name}`
  else {
    parts.bymonthday = [0, 1, 2, 3, 4, 5, 6].map((day) => day + days[0]!)
    parts.byday = name
  }
  return ['rrule', {}, 'recur', parts]
}

export function onsetYear({ wall }: Onset): number {
  return Number(wallOf(wall).slice(0, 4))
}

function monthOf({ wall }: Onset): number {
  return Number(wallOf(wall).slice(5, 7))
}

function dayIn({ wall }: Onset): number {
  return Number(wallOf(wall).slice(8, 10))
}

function weekdayOf({ wall }: Onset): number {
  return weekday(Math.floor(wall / DAY))
}

function monthLength(onset: Onset): number {
  const month = new Date(Date.UTC(onsetYear(onset), monthOf(onset), 0))
  return Number(dayOf(month.getTime() / DAY).slice(8, 10))
}
