import { addDays, DAY, dayOf, HOUR, isWall, MINUTE, type WallMs, wallMs, wallOf } from '@/lib/calendar/day'
import { idOfWall, type RecurrenceId, startWall } from '@/lib/calendar/series/recurrence'
import type { Span } from '@/lib/calendar/span'
import { instantAt, wallAt } from '@/lib/calendar/zones/wall-time'
import type { Zone } from '@/lib/calendar/zones/zone'
import type { IcalTime } from './ical-event'
import { type ContentLine, param } from './line'
import type { FileZones } from './zones'

/** A DURATION (RFC 5545 §3.3.6): weeks and days are nominal, the rest is exact. Negative and invalid ones are null. */
export interface Duration {
  days: number
  ms: number
}

/**
 * Parses a value of a time property with its TZID. The form of the value determines its type, since VALUE is often
 * missing. 24:00 is the next midnight, second 60 the 59th. Returns null for invalid times and unsupported years.
 */
export function readTime(value: string, line: ContentLine, zones: FileZones): IcalTime | null {
  const [, dateText, hours, minutes, seconds = '00', zulu] = FORM.exec(value.trim().toUpperCase()) ?? []
  const isDate = hours === undefined || (/^0+$/.test(`${hours}${minutes}${seconds}`) && hasDateValue(line))
  if (!dateText) return null
  const date = dateText.replaceAll('-', '')
  const day = `${date.slice(0, 4)}-${date.slice(4, 6)}-${date.slice(6)}`
  if (!isWall(`${day}T00:00:00`)) return null
  const midnight = wallMs(`${day}T00:00:00`)
  if (isDate) return { wall: midnight, isDate: true, zone: null }
  if (Number(hours) > 24 || Number(minutes) > 59 || Number(seconds) > 60) return null
  const wall =
    midnight + Number(hours) * HOUR + Number(minutes) * MINUTE + Math.min(Number(seconds), 59) * 1000
  if (!isWritableWall(wall)) return null
  if (zulu) return inUtc(wall - offsetOf(zulu))
  const tzid = param(line, 'tzid')
  if (!tzid) return { wall, isDate: false, zone: zones.floating ?? null }
  const { zone, convert } = zones.resolve(tzid, line.line)
  return { wall: convert ? convert(wall) : wall, isDate: false, zone }
}

/** `20260102`, `20260102T100000`, with `Z`; and ISO 8601's `2026-01-02T10:00:00.000+01:00`. */
const FORM =
  /^(\d{4}-?\d{2}-?\d{2})(?:T(\d{2}):?(\d{2})(?::?(\d{2})(?:[.,]\d{1,9})?)?(Z|[+-]\d{2}(?::?\d{2})?)?)?$/

function inUtc(wall: WallMs): IcalTime | null {
  return isWritableWall(wall) ? { wall, isDate: false, zone: 'UTC' } : null
}

/** Returns whether the line has VALUE=DATE: then a midnight is a date. */
function hasDateValue(line: ContentLine): boolean {
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

/** Adds a duration to a time; returns null beyond the supported years. */
export function addDuration(moment: IcalTime, { days, ms }: Duration): IcalTime | null {
  const nominal = moment.wall + days * DAY
  if (!isWritableWall(nominal)) return null
  // The exact part is added to the instant, so that clock changes are considered.
  const wall =
    moment.zone && ms ? wallAt(instantAt(nominal, moment.zone) + ms, moment.zone) : nominal + (ms || 0)
  return isWritableWall(wall) ? { ...moment, wall } : null
}

/** Returns the wall time in a zone; floating times are the same in every zone. */
export function wallInZone(moment: IcalTime, zone: Zone): WallMs {
  if (!moment.zone || moment.zone === zone) return moment.wall
  return wallAt(instantAt(moment.wall, moment.zone), zone)
}

/**
 * Returns the recurrence id of a time in a series (RFC 5545 §3.8.4.4), converted to the zone of the series' start. A
 * date in a timed series identifies that day's instance, a time in an all-day series its day. Null beyond the
 * supported years.
 */
export function recurrenceIdOf(moment: IcalTime, span: Span, userZone: Zone): RecurrenceId | null {
  return recurrenceIdIn({ ...moment, local: localOf(moment, userZone) }, span)
}

/** Returns the wall time for series without zone. UTC times are converted to the user's zone, the best guess. */
export function localOf(moment: IcalTime, userZone: Zone): WallMs {
  return moment.zone === 'UTC' ? wallInZone(moment, userZone) : moment.wall
}

/** As {@link recurrenceIdOf}, for a time with known local wall time. */
export function recurrenceIdIn(moment: IcalTime & { local: WallMs }, span: Span): RecurrenceId | null {
  const wall = wallOfSeries(moment, span)
  return isWritableWall(wall) ? idOfWall(span, wall) : null
}

function wallOfSeries(moment: IcalTime & { local: WallMs }, span: Span): WallMs {
  if (span.type === 'all-day') return Math.floor((moment.isDate ? moment.wall : moment.local) / DAY) * DAY
  if (moment.isDate) return moment.wall + (((startWall(span) % DAY) + DAY) % DAY)
  return span.type === 'timed' ? wallInZone(moment, span.startZone) : moment.local
}

/** Returns the span between two times of the same type: dates, floating, or with zones. */
export function spanBetween(start: IcalTime, end: IcalTime): Span {
  if (start.isDate) {
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

/** Returns whether a wall time is in the supported years. */
export function isWritableWall(wall: WallMs): boolean {
  return wall >= MIN_WALL && wall <= MAX_WALL
}

const MIN_WALL = wallMs('0002-01-01T00:00:00')
const MAX_WALL = wallMs('9998-12-31T23:59:59')
