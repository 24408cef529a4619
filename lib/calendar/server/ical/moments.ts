import { addDays, DAY, dayOf, HOUR, isWall, MINUTE, type WallMs, wallMs, wallOf } from '@/lib/calendar/day'
import { idOfWall, type RecurrenceId, startWall } from '@/lib/calendar/series/recurrence'
import type { Span } from '@/lib/calendar/span'
import { instantAt, wallAt, type Zone } from '@/lib/calendar/zones/zone'
import type { IcalTime } from './ical-event'
import { type ContentLine, param } from './line'
import type { FileZones } from './zones'

/** A DURATION (§3.3.6): weeks and days are by the calendar, the rest by the clock. Negative ones are null, as nonsense is. */
export interface Duration {
  days: number
  ms: number
}

/**
 * Reads one value of a time property, whose TZID counts. The form of the value says what it is, since VALUE often does
 * not; 24:00 is the next day's midnight, second 60 the 59th. null for what is no time, or in a year that cannot be written.
 */
export function readTime(value: string, line: ContentLine, zones: FileZones): IcalTime | null {
  const [, written, hours, minutes, seconds = '00', zulu] = FORM.exec(value.trim().toUpperCase()) ?? []
  const isDate = hours === undefined || (/^0+$/.test(`${hours}${minutes}${seconds}`) && isOfDates(line))
  if (!written) return null
  const date = written.replaceAll('-', '')
  const day = `${date.slice(0, 4)}-${date.slice(4, 6)}-${date.slice(6)}`
  if (!isWall(`${day}T00:00:00`)) return null
  const midnight = wallMs(`${day}T00:00:00`)
  if (isDate) return { wall: midnight, date: true, zone: null }
  if (Number(hours) > 24 || Number(minutes) > 59 || Number(seconds) > 60) return null
  const wall =
    midnight + Number(hours) * HOUR + Number(minutes) * MINUTE + Math.min(Number(seconds), 59) * 1000
  if (!isWritableWall(wall)) return null
  if (zulu) return inUtc(wall - offsetOf(zulu))
  const tzid = param(line, 'tzid')
  if (!tzid) return { wall, date: false, zone: zones.floating ?? null }
  const { zone, convert } = zones.read(tzid, line.line)
  return { wall: convert ? convert(wall) : wall, date: false, zone }
}

/** `20260102`, `20260102T100000`, with `Z`; and `2026-01-02T10:00:00.000+01:00`, as ISO 8601 has it. */
const FORM =
  /^(\d{4}-?\d{2}-?\d{2})(?:T(\d{2}):?(\d{2})(?::?(\d{2})(?:[.,]\d{1,9})?)?(Z|[+-]\d{2}(?::?\d{2})?)?)?$/

function inUtc(wall: WallMs): IcalTime | null {
  return isWritableWall(wall) ? { wall, date: false, zone: 'UTC' } : null
}

/** A midnight that is said to be a date is one. */
function isOfDates(line: ContentLine): boolean {
  return param(line, 'value')?.toUpperCase() === 'DATE'
}

function offsetOf(text: string): number {
  if (text === 'Z') return 0
  const size = Number(text.slice(1, 3)) * HOUR + Number(text.slice(3).replace(':', '')) * MINUTE
  return text.startsWith('-') ? -size : size
}

export function readDuration(value: string): Duration | null {
  const [, sign, weeks, days, hours, minutes, seconds] =
    /^([+-]?)P(?:(\d{1,6})W)?(?:(\d{1,6})D)?(?:T(?:(\d{1,7})H)?(?:(\d{1,8})M)?(?:(\d{1,9})S)?)?$/i.exec(
      value.trim(),
    ) ?? []
  if (sign === undefined || !/\d/.test(value)) return null
  const length = {
    days: Number(weeks ?? 0) * 7 + Number(days ?? 0),
    ms: Number(hours ?? 0) * HOUR + Number(minutes ?? 0) * MINUTE + Number(seconds ?? 0) * 1000,
  }
  return sign === '-' && length.days + length.ms > 0 ? null : length
}

/** The moment so much later; null beyond the years that can be written. */
export function addDuration(moment: IcalTime, { days, ms }: Duration): IcalTime | null {
  const nominal = moment.wall + days * DAY
  if (!isWritableWall(nominal)) return null
  // What is exact is counted on the clock of the world: a gap is skipped.
  const wall =
    moment.zone && ms ? wallAt(instantAt(nominal, moment.zone) + ms, moment.zone) : nominal + (ms || 0)
  return isWritableWall(wall) ? { ...moment, wall } : null
}

/** The moment as a wall time of another zone's clock; a floating one has the same anywhere. */
export function wallInZone(moment: IcalTime, zone: Zone): WallMs {
  if (!moment.zone || moment.zone === zone) return moment.wall
  return wallAt(instantAt(moment.wall, moment.zone), zone)
}

/**
 * Returns the recurrence id of a moment in a series (RFC 5545 §3.8.4.4): in its start's zone, whatever zone the file used.
 * A date in a series of times means that day's instance, a time in a series of days its day. null where it cannot be written.
 */
export function recurrenceIdOf(moment: IcalTime, span: Span, reader: Zone): RecurrenceId | null {
  return recurrenceIdIn({ ...moment, local: localOf(moment, reader) }, span)
}

/** The wall time of a moment for series without a zone: midnight in UTC is another day elsewhere, the reader's is the best guess. */
export function localOf(moment: IcalTime, reader: Zone): WallMs {
  return moment.zone === 'UTC' ? wallInZone(moment, reader) : moment.wall
}

/** As {@link recurrenceIdOf}, of a moment whose wall time on the reader's clock is known. */
export function recurrenceIdIn(moment: IcalTime & { local: WallMs }, span: Span): RecurrenceId | null {
  const wall = wallOfSeries(moment, span)
  return isWritableWall(wall) ? idOfWall(span, wall) : null
}

function wallOfSeries(moment: IcalTime & { local: WallMs }, span: Span): WallMs {
  if (span.type === 'all-day') return Math.floor((moment.date ? moment.wall : moment.local) / DAY) * DAY
  if (moment.date) return moment.wall + (((startWall(span) % DAY) + DAY) % DAY)
  return span.type === 'timed' ? wallInZone(moment, span.startZone) : moment.local
}

/** A span from two moments that are alike: both dates, both floating, or both in zones. */
export function spanBetween(start: IcalTime, end: IcalTime): Span {
  if (start.date) {
    const day = dayOf(start.wall / DAY)
    return {
      type: 'all-day',
      start: day,
      end: end.wall > start.wall ? dayOf(end.wall / DAY) : addDays(day, 1),
    }
  }
  if (!start.zone || !end.zone) return { type: 'floating', start: wallOf(start.wall), end: wallOf(end.wall) }
  return {
    type: 'timed',
    start: wallOf(start.wall),
    startZone: start.zone,
    end: wallOf(end.wall),
    endZone: end.zone,
  }
}

/** True in the years that can be written. */
export function isWritableWall(wall: WallMs): boolean {
  return wall >= MIN_WALL && wall <= MAX_WALL
}

const MIN_WALL = wallMs('0002-01-01T00:00:00')
const MAX_WALL = wallMs('9998-12-31T23:59:59')
