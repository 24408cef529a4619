import { DAY, HOUR, MINUTE, type WallMs } from './day'
import { busyPeople, type EventPeople } from './event-people'
import { FLAG, type Range, toItems } from './tuple'
import { instantAt, wallAt } from './zones/wall-time'
import type { Instant, Zone } from './zones/zone'

/** A time at which a person is busy. */
export interface BusyTime {
  from: Instant
  to: Instant
}

/** A time for a meeting, and the people who are known to be busy then, as indexes. */
export interface Suggestion extends BusyTime {
  busy: number[]
}

/** Hours of the viewer's day within which times are suggested. */
const MIN_HOUR = 8
const MAX_HOUR = 20
const STEP = 30 * MINUTE
const MAX_SUGGESTIONS = 5

/** Number of days for which times are suggested. */
export const SUGGESTED_DAYS = 14

/**
 * Returns when each of the people is busy in a range, as far as the viewer may know.
 *
 * @param count number of people
 * @param except the id of the event for which a time is sought: it does not block itself
 */
export function busyTimesOf(
  range: Range,
  people: EventPeople,
  { count, zone, except }: { count: number; zone: Zone; except: string | undefined },
): BusyTime[][] {
  const times = Array.from({ length: count }, (): BusyTime[] => [])
  for (const [index, item] of toItems(range.tuples, zone, range.locations).entries()) {
    const [id, , flags, start, end] = range.tuples[index]!
    if (id && id === except) continue
    const toInstant = (seconds: number) =>
      flags & FLAG.floating ? instantAt(seconds * 1000, zone) : seconds * 1000
    for (const person of busyPeople(item, range.calendars, people)) {
      times[person]?.push({ from: toInstant(start), to: toInstant(end) })
    }
  }
  return times
}

/** Returns the people who are busy at some time in a span, as indexes. */
export function busyDuring(busy: readonly (readonly BusyTime[])[], { from, to }: BusyTime): number[] {
  return busy.flatMap((times, person) =>
    times.some((time) => time.from < to && from < time.to) ? person : [],
  )
}

/**
 * Suggests times within working hours of the next two weeks, at most one per day: that with the fewest busy people,
 * nearest to the preferred time of day. Sorted by the number of busy people, then by date.
 *
 * @param at the viewer's wall clock
 * @param firstDay number of the first day
 * @param preferred preferred time of day
 */
export function suggestTimes(
  busy: readonly (readonly BusyTime[])[],
  {
    at,
    firstDay,
    duration,
    preferred,
    zone,
  }: { at: WallMs; firstDay: number; duration: number; preferred: number; zone: Zone },
): Suggestion[] {
  const now = instantAt(at, zone)
  const days = Array.from({ length: SUGGESTED_DAYS }, (_, index) => firstDay + index)
  return days
    .flatMap((day) => {
      const times = timesOn(day, duration, zone).filter(({ from }) => from >= now)
      const distance = ({ from }: BusyTime) => Math.abs(wallAt(from, zone) - day * DAY - preferred)
      const suggestions = times.map((time) => ({ ...time, busy: busyDuring(busy, time) }))
      return suggestions.sort((a, b) => a.busy.length - b.busy.length || distance(a) - distance(b))[0] ?? []
    })
    .filter((suggestion) => suggestion.busy.length < busy.length)
    .sort((a, b) => a.busy.length - b.busy.length || a.from - b.from)
    .slice(0, MAX_SUGGESTIONS)
}

/** Returns the times of a duration within the working hours of a day, leaving out wall times that do not exist. */
function timesOn(day: number, duration: number, zone: Zone): BusyTime[] {
  const times: BusyTime[] = []
  const last = day * DAY + MAX_HOUR * HOUR
  for (let wall = day * DAY + MIN_HOUR * HOUR; wall < last; wall += STEP) {
    const from = instantAt(wall, zone)
    if (wallAt(from, zone) !== wall || wallAt(from + duration, zone) > last) continue
    times.push({ from, to: from + duration })
  }
  return times
}
