import { addDays, HOUR, isDay, wallMs, wallOf } from '@/lib/calendar/day'
import { isEqual } from '@/lib/calendar/is-equal'
import type { RecurrenceId, Series } from '@/lib/calendar/series/recurrence'
import { hasValidOrder, instantsOf, type Span } from '@/lib/calendar/span'
import { fixedOffset } from '@/lib/calendar/zones/fixed'
import { instantAt, wallAt } from '@/lib/calendar/zones/wall-time'
import { isZone, type Zone } from '@/lib/calendar/zones/zone'
import type { GoogleTime } from './event'

/** The times of an event in Google's form. */
export interface GoogleTimes {
  start: GoogleTime
  end: GoogleTime
}

/**
 * Returns the span of a Google event; null if it has no readable start.
 * @param calendarZone zone of the remote calendar, which applies to times without a known zone
 */
export function toSpan({ start, end }: Partial<GoogleTimes>, calendarZone: Zone): Span | null {
  if (start?.date) {
    if (!isDay(start.date)) return null
    const last = end?.date && isDay(end.date) && end.date > start.date ? end.date : addDays(start.date, 1)
    return { type: 'all-day', start: start.date, end: last }
  }
  const from = toZonedWall(start, calendarZone)
  if (!from) return null
  const to = toZonedWall(end, from.zone) ?? from
  const span: Span = { type: 'timed', start: from.wall, startZone: from.zone, end: to.wall, endZone: to.zone }
  return hasValidOrder(span) ? span : { ...span, end: span.start, endZone: span.startZone }
}

/**
 * Returns the span in Google's form. Google has neither floating times nor zones with a fixed offset: floating times
 * are written in the zone of the calendar, times with a fixed offset in an equal zone or in UTC.
 */
export function fromSpan(span: Span, calendarZone: Zone): GoogleTimes {
  const known = toGoogleSpan(span, calendarZone)
  if (known.type === 'all-day') return { start: { date: known.start }, end: { date: known.end } }
  return {
    start: { dateTime: known.start, timeZone: known.startZone },
    end: { dateTime: known.end, timeZone: known.endZone },
  }
}

/** Returns the span as Google can store it. */
export function toGoogleSpan(span: Span, calendarZone: Zone): Exclude<Span, { type: 'floating' }> {
  switch (span.type) {
    case 'all-day':
      return span
    case 'floating':
      return { ...span, type: 'timed', startZone: calendarZone, endZone: calendarZone }
    case 'timed': {
      const { from, to } = instantsOf(span, calendarZone)
      const start = { wall: span.start, zone: span.startZone }
      const end = { wall: span.end, zone: span.endZone }
      const [first, last] = [storable(start, from), storable(end, to)]
      return {
        type: 'timed',
        start: first.wall,
        startZone: first.zone,
        end: last.wall,
        endZone: last.zone,
      }
    }
  }
}

/** Returns whether two spans are the same time. Google may return the times of an instance in another zone. */
export function isSameTime(a: Span, b: Span): boolean {
  if (a.type !== 'timed' || b.type !== 'timed') return isEqual(a, b)
  return isEqual(instantsOf(a, a.startZone), instantsOf(b, b.startZone))
}

/**
 * Returns whether Google can store the times of an event. It cannot store a series in a zone with a fixed offset, unless
 * the tz database has an equal zone: in UTC, the rules of the series could name other days.
 */
export function canStoreTimes({ span, recurrence }: Pick<Series, 'span' | 'recurrence'>): boolean {
  if (!recurrence || span.type !== 'timed') return true
  return fixedOffset(span.startZone) === undefined || zoneOfHours(span.startZone) !== null
}

interface ZonedWall {
  wall: string
  zone: Zone
}

function storable(time: ZonedWall, instant: number): ZonedWall {
  if (fixedOffset(time.zone) === undefined) return time
  const zone = zoneOfHours(time.zone)
  return zone ? { ...time, zone } : { wall: wallOf(wallAt(instant, 'UTC')), zone: 'UTC' }
}

/** Returns the zone of the tz database with a fixed offset of whole hours; its names have the opposite sign. */
function zoneOfHours(zone: Zone): Zone | null {
  const hours = (fixedOffset(zone) ?? 0) / HOUR
  if (!Number.isInteger(hours) || hours < -12 || hours > 14) return null
  return `Etc/GMT${hours > 0 ? '-' : '+'}${Math.abs(hours)}`
}

/** `2026-01-02T10:00:00`, with fractions, `Z` or an offset. */
const DATE_TIME = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.\d+)?(Z|[+-]\d\d:\d\d)?$/i

/** Returns the wall time in the zone of the time. If it occurs twice, it means the first, as in all of Kinday. */
function toZonedWall(time: GoogleTime | undefined, fallback: Zone): ZonedWall | null {
  const [, wall, offset] = DATE_TIME.exec(time?.dateTime ?? '') ?? []
  if (!wall) return null
  const zone = time?.timeZone && isZone(time.timeZone) ? time.timeZone : fallback
  if (!offset) return { wall, zone }
  const instant = Date.parse(`${wall}${offset.toUpperCase()}`)
  return Number.isFinite(instant) ? { wall: wallOf(wallAt(instant, zone)), zone } : null
}

/**
 * Returns the recurrence id of an instance by its `originalStartTime`, in the zone of the series; null if it is unreadable,
 * or if it has another type: Google does not list the instances that a series loses when it becomes all-day or timed.
 */
export function toRecurrenceId(original: GoogleTime | undefined, series: Span): RecurrenceId | null {
  if (Boolean(original?.date) !== (series.type === 'all-day')) return null
  if (original?.date) return isDay(original.date) ? original.date : null
  const zone = series.type === 'timed' ? series.startZone : 'UTC'
  const at = toZonedWall(original, zone)
  if (!at || at.zone === zone) return at?.wall ?? null
  return wallOf(wallAt(instantAt(wallMs(at.wall), at.zone), zone))
}
