import { DAY, dayNumber, wallMs, wallOf } from '@/lib/calendar/day'
import { joinParts, mediumDay } from '@/lib/calendar/format'
import { shortTime } from '@/lib/calendar/format-time'
import { instantAt, wallAt } from '@/lib/calendar/zones/wall-time'
import type { Zone } from '@/lib/calendar/zones/zone'
import { zoneCityName } from '@/lib/calendar/zones/zone-names'
import type { Viewer } from '@/lib/schemas/users'

/** When a sample event starts: a date or wall time, and the zone of a time in one. */
export interface SampleStart {
  start: string
  zone: Zone | null
}

/** Returns a start as a wall time of the viewer's zone. A date, and a time without a zone, stay. */
export function inZone({ start, zone }: SampleStart, viewerZone: Zone): SampleStart {
  const local = zone ? wallOf(wallAt(instantAt(wallMs(start), zone), viewerZone)) : start
  return { start: local, zone: null }
}

/** Returns the start of a sample event, with its year, and with its zone if clocks there differ from the viewer's. */
export function sampleDate({ start, zone }: SampleStart, viewer: Viewer): string {
  // Relative to a year that no event is in, so that every date shows its year.
  const day = mediumDay(dayNumber(start.slice(0, 10)), viewer.locale, dayNumber('0010-01-01'))
  const date =
    start.length === 10 ? day : joinParts([day, shortTime(wallMs(start) % DAY, viewer)], viewer.locale)
  return zone && isOtherClock(start, zone, viewer.timeZone) ? `${date} (${zoneCityName(zone)})` : date
}

/** Returns whether clocks in two zones differ at a wall time of the first. */
function isOtherClock(wall: string, zone: Zone, viewerZone: Zone): boolean {
  return wallAt(instantAt(wallMs(wall), zone), viewerZone) !== wallMs(wall)
}
