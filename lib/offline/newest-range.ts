import { DAY } from '@/lib/calendar/day'
import { type CalendarTuple, type Range, type Tuple, toItems } from '@/lib/calendar/tuple'
import type { DayRange } from '@/lib/calendar/views'
import type { Zone } from '@/lib/calendar/zones/zone'

/** A stored range. `at`: time at which it was loaded, in epoch milliseconds. */
export interface StoredRange {
  range: Range
  at: number
}

/** Returns the newest stored range that contains all of the days, updated from those that were loaded after it. */
export function newestRange(
  stored: readonly StoredRange[],
  days: DayRange,
  zone: Zone,
): StoredRange | undefined {
  const [newest] = stored
    .filter(({ range }) => range.from <= days.from && days.to <= range.to)
    .sort((a, b) => b.at - a.at)
  return newest && { range: withNewerRanges(newest, stored, zone), at: newest.at }
}

/** Returns a range updated from those that overlap it and were loaded after it. */
export function withNewerRanges(
  { range, at }: StoredRange,
  others: readonly StoredRange[],
  zone: Zone,
): Range {
  return others
    .filter((other) => other.at > at && other.range.from < range.to && range.from < other.range.to)
    .sort((a, b) => a.at - b.at)
    .reduce((shown, newer) => updatedFrom(shown, newer.range, zone), range)
}

/** Replaces the occurrences of the newer range's days, and those that it shows at another time. */
function updatedFrom(range: Range, newer: Range, zone: Zone): Range {
  const calendars = updatedCalendars(range.calendars, newer.calendars)
  const indices = newer.calendars.map(([id]) => calendars.findIndex((calendar) => calendar[0] === id))
  const shown = new Set(newer.tuples.filter(([id]) => id).map(occurrenceKey))
  const kept = range.tuples.filter(
    (tuple) => !shown.has(occurrenceKey(tuple)) && !isOnDays(tuple, newer, zone),
  )
  const added = newer.tuples.filter((tuple) => isOnDays(tuple, range, zone))
  const truncated = [...(range.truncated ?? []), ...(newer.truncated ?? []).map((index) => indices[index]!)]
  return {
    ...{ from: range.from, to: range.to, calendars },
    tuples: [...kept, ...added.map((tuple) => withCalendars(tuple, indices))],
    locations: updatedLocations(range, newer),
    ...(truncated.length && { truncated: [...new Set(truncated)] }),
  }
}

/** Keeps the sequence numbers of the older calendars, since some of their occurrences may be as old. */
function updatedCalendars(
  calendars: readonly CalendarTuple[],
  newer: readonly CalendarTuple[],
): CalendarTuple[] {
  const updated = calendars.map((calendar): CalendarTuple => {
    const found = newer.find(([id]) => id === calendar[0])
    if (!found) return calendar
    const [id, name, color, level, group, , ...others] = found
    return [id, name, color, level, group, calendar[5], ...others]
  })
  return [...updated, ...newer.filter(([id]) => !calendars.some((calendar) => calendar[0] === id))]
}

function updatedLocations(range: Range, { tuples, locations }: Range): NonNullable<Range['locations']> {
  const outdated = new Set(tuples.flatMap((tuple) => [String(tuple[0]), occurrenceKey(tuple)]))
  const kept = Object.entries(range.locations ?? {}).filter(([key]) => !outdated.has(key))
  return { ...Object.fromEntries(kept), ...locations }
}

function withCalendars(tuple: Tuple, indices: readonly number[]): Tuple {
  const moved: Tuple = [...tuple]
  moved[1] = indices[tuple[1]]!
  if (tuple[8]) moved[8] = tuple[8].map((index) => indices[index]!)
  return moved
}

function isOnDays(tuple: Tuple, { from, to }: DayRange, zone: Zone): boolean {
  const { start, end } = toItems([tuple], zone)[0]!
  return start < to * DAY && (end > from * DAY || start >= from * DAY)
}

/** Has the form of the keys of locations. */
function occurrenceKey([id, , , , , , , occurrence]: Tuple): string {
  return `${id} ${occurrence}`
}
