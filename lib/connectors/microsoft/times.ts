import { addDays, DAY, dayOf, isDay, wallMs, wallOf } from '@/lib/calendar/day'
import { isEqual } from '@/lib/calendar/is-equal'
import type { Series } from '@/lib/calendar/series/recurrence'
import { hasValidOrder, instantsOf, type Span } from '@/lib/calendar/span'
import { instantAt, wallAt } from '@/lib/calendar/zones/wall-time'
import { type Instant, isZone, type Zone } from '@/lib/calendar/zones/zone'
import type { GraphEvent, GraphTime, KnownEvent, OwnFields } from './event'
import { type NamedZone, UTC, windowsZoneLike, zoneOfName } from './zones'

/** Years for which the clock of a series' zone in Graph has to agree with that of its own. */
const SERIES_YEARS = 30

/**
 * Returns the span of an event; null if it has no readable start. Graph returns times in UTC, and the names of the zones
 * in which they were entered.
 * @param calendarZone zone of the mailbox, which applies to times in unknown zones
 */
export function toSpan(event: KnownEvent, calendarZone: Zone): Span | null {
  const { start, end, isAllDay, originalStartTimeZone, originalEndTimeZone } = event
  const from = instantOf(start)
  if (from === null) return null
  const to = instantOf(end) ?? from
  const names = [originalStartTimeZone ?? start?.timeZone, originalEndTimeZone ?? end?.timeZone] as const
  const [startZone, endZone] = zonesOf(names, event.own, event.customZone ?? calendarZone)
  if (isAllDay) {
    const [first, last] = [dayAt(start!, from, startZone), dayAt(end ?? start!, to, endZone)]
    return { type: 'all-day', start: first, end: last > first ? last : addDays(first, 1) }
  }
  const span: Span = {
    ...{ type: 'timed', start: wallOf(wallAt(from, startZone)), startZone },
    ...{ end: wallOf(wallAt(to, endZone)), endZone },
  }
  return hasValidOrder(span) ? span : { ...span, end: span.start, endZone: startZone }
}

/** The fields of Graph that state the time of an event. */
export type TimeBody = Required<Pick<GraphEvent, 'start' | 'end' | 'isAllDay'>>

/**
 * Returns the span in Graph's form. Graph knows Windows' zones only: times in other zones are written in one with the
 * same clock, or in UTC, and their own zones in a property. Floating times are written in the zone of the calendar.
 * @param isSeries whether the zone decides when the event recurs; both ends then have that of the start
 */
export function fromSpan(
  span: Span,
  calendarZone: Zone,
  isSeries: boolean,
): { body: TimeBody; zones: OwnFields['zones'] } {
  if (span.type === 'all-day') {
    const { name } = windowsZoneLike(calendarZone, wallMs(`${span.start}T00:00:00`), 0) ?? UTC
    const midnight = (day: string) => ({ dateTime: `${day}T00:00:00`, timeZone: name })
    return {
      body: { start: midnight(span.start), end: midnight(span.end), isAllDay: true },
      zones: undefined,
    }
  }
  const [startZone, endZone] =
    span.type === 'floating'
      ? [calendarZone, calendarZone]
      : [span.startZone, isSeries ? span.startZone : span.endZone]
  const { from, to } = instantsOf(span, calendarZone)
  const years = isSeries ? SERIES_YEARS : 0
  const [first, last] = [
    windowsZoneLike(startZone, from, years) ?? UTC,
    windowsZoneLike(endZone, from, years) ?? UTC,
  ]
  const isExact = first.zone === startZone && last.zone === endZone
  return {
    body: { start: timeIn(from, first), end: timeIn(to, last), isAllDay: false },
    zones: isExact ? undefined : { start: startZone, end: endZone, as: [first.name, last.name] },
  }
}

/** Returns whether Graph can store when a series recurs: in UTC, its rule could name other days. */
export function canStoreZone({ span, recurrence }: Pick<Series, 'span' | 'recurrence'>): boolean {
  if (!recurrence || span.type !== 'timed') return true
  return windowsZoneLike(span.startZone, instantsOf(span, 'UTC').from, SERIES_YEARS) !== null
}

/** Returns whether two spans are the same time. The zone of a series decides when it recurs; that of an occurrence does not. */
export function isSameTime(a: Span, b: Span): boolean {
  if (a.type !== 'timed' || b.type !== 'timed') return isEqual(a, b)
  return isEqual(instantsOf(a, a.startZone), instantsOf(b, b.startZone))
}

/** Returns the instant of a time of Graph; null if it is unreadable. */
export function instantOf(time: GraphTime | undefined): Instant | null {
  const wall = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/.exec(time?.dateTime ?? '')?.[0]
  if (!wall || !isDay(wall.slice(0, 10))) return null
  const zone = zoneOfName(time?.timeZone) ?? 'UTC'
  return instantAt(wallMs(wall), zone)
}

function timeIn(at: Instant, { name, zone }: NamedZone): GraphTime {
  return { dateTime: wallOf(wallAt(at, zone)), timeZone: name }
}

function zonesOf(
  names: readonly [string | undefined, string | undefined],
  own: OwnFields | undefined,
  calendarZone: Zone,
): [Zone, Zone] {
  const { zones } = own ?? {}
  const isCurrent = zones && zones.as[0] === names[0] && zones.as[1] === names[1]
  if (isCurrent && isZone(zones.start) && isZone(zones.end)) return [zones.start, zones.end]
  const start = zoneOfName(names[0]) ?? calendarZone
  return [start, zoneOfName(names[1]) ?? start]
}

/** Returns the date of an end of an all-day event: midnight as returned, or in the zone of the event. */
function dayAt({ dateTime }: GraphTime, at: Instant, zone: Zone): string {
  if (dateTime!.slice(11, 19) === '00:00:00') return dateTime!.slice(0, 10)
  return dayOf(Math.round(wallAt(at, zone) / DAY))
}
