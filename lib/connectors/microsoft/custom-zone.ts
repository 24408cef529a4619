import { DAY, dayOf, wallOf } from '@/lib/calendar/day'
import { WINDOWS_NAMES } from '@/lib/calendar/server/ical/windows-zones'
import { wallAt } from '@/lib/calendar/zones/wall-time'
import type { Instant, Zone } from '@/lib/calendar/zones/zone'
import type { GraphEvent } from './event'
import { pagesOf } from './pages'
import type { MicrosoftRequests } from './requests'
import { instantOf } from './times'
import { zoneOfName } from './zones'

/** Days of a series whose occurrences are compared: two changes of the clock each way. */
const COMPARED_DAYS = 740

/** Maximum number of occurrences that are compared. */
const MAX_COMPARED = 400

/**
 * Returns the zone in which a series with a zone of its own recurs: one in which its occurrences start at the same time of the
 * day. Graph names such zones `tzone://Microsoft/Custom`, and does not tell their rules. Undefined for series in zones that are
 * known, and if no zone fits.
 * @param eventPath the path of the series
 * @param calendarZone the zone that is preferred if several fit
 */
export async function customZoneOf(
  requests: MicrosoftRequests,
  eventPath: string,
  { recurrence, originalStartTimeZone, start, isAllDay }: GraphEvent,
  calendarZone: Zone,
  signal: AbortSignal,
): Promise<Zone | undefined> {
  const first = instantOf(start)
  if (!recurrence || isAllDay || first === null || !originalStartTimeZone) return undefined
  if (zoneOfName(originalStartTimeZone)) return undefined
  const named = zoneOfName(recurrence.range.recurrenceTimeZone)
  if (named) return named
  const day = (at: number) => `${dayOf(Math.floor(at / DAY))}T00:00:00Z`
  const range = `startDateTime=${day(first - DAY)}&endDateTime=${day(first + COMPARED_DAYS * DAY)}`
  const path = `${eventPath}/instances?${range}&$select=id,type,start&$top=100`
  const starts: Instant[] = [first]
  for await (const { rows } of pagesOf<GraphEvent>(requests, path, signal)) {
    // Exceptions may have been moved.
    starts.push(...rows.flatMap((row) => (row.type === 'occurrence' ? (instantOf(row.start) ?? []) : [])))
    if (starts.length > MAX_COMPARED) break
  }
  const date = recurrence.range.startDate
  return [calendarZone, ...WINDOWS_NAMES.keys()].find((zone) => {
    const [wall, ...others] = starts.map((at) => wallOf(wallAt(at, zone)))
    return (!date || wall!.startsWith(date)) && others.every((other) => other.slice(10) === wall!.slice(10))
  })
}
