import { DAY, type WallMs, wallOf } from '@/lib/calendar/day'
import type { EventContent } from '@/lib/calendar/event'
import { parseRule } from '@/lib/calendar/series/parse-rule'
import { wallOfUntil } from '@/lib/calendar/series/rule'
import type { Span } from '@/lib/calendar/span'
import { instantAt } from '@/lib/calendar/zones/wall-time'
import type { Zone } from '@/lib/calendar/zones/zone'
import { formatLine } from './line'

/** Returns the zones of an event's times except UTC, which needs no VTIMEZONE. */
export function zonesOf({ span, overrides }: Pick<EventContent, 'span' | 'overrides'>): Set<Zone> {
  const zones = new Set<Zone>()
  for (const current of [span, ...Object.values(overrides).map((override) => override.span)]) {
    if (current?.type === 'timed') for (const zone of [current.startZone, current.endZone]) zones.add(zone)
  }
  zones.delete('UTC')
  return zones
}

/** Writes a time property in the type of the span: date, floating time, or time in the span's start zone. */
export function dateTimeLine(name: string, span: Span, time: string): string {
  return formatLine(name, paramsOf(span, span.type === 'all-day' ? 'DATE' : null), timeText(span, time))
}

/**
 * Writes RDATE or EXDATE lines of limited length: times and periods separately, since a line has one type (RFC 5545
 * §3.8.5.2).
 */
export function* dateLines(
  name: 'RDATE' | 'EXDATE',
  dates: readonly string[],
  span: Span,
): Generator<string> {
  const isPeriod = (date: string) => span.type !== 'all-day' && date.includes('/')
  const times = dates.filter((date) => !isPeriod(date)).map((date) => timeText(span, date.split('/', 1)[0]!))
  const periods = dates.filter(isPeriod).map((date) =>
    date
      .split('/')
      .map((end) => timeText(span, end))
      .join('/'),
  )
  const type = span.type === 'all-day' ? 'DATE' : null
  for (const batch of batches(times)) yield formatLine(name, paramsOf(span, type), batch.join(','))
  for (const batch of batches(periods)) yield formatLine(name, paramsOf(span, 'PERIOD'), batch.join(','))
}

/**
 * Returns a rule with UNTIL in the type required by RFC 5545 §3.3.10: date, floating time, or UTC for a series with
 * zone.
 */
export function withTypedUntil(text: string, span: Span): string {
  const until = untilIn(text)
  if (!until) return text
  return text.replace(/UNTIL=[^;]*/i, `UNTIL=${untilText(until, span)}`)
}

/** Formats a date as UTC date-time: `20260102T030405Z`. */
export function formatUtc(date: Date): string {
  const time = Number.isNaN(date.getTime()) ? 0 : date.getTime()
  return `${toBasicFormat(Math.min(Math.max(time, 0), MAX_DAY))}Z`
}

/** Start of the last day that a date-time can express. */
const MAX_DAY = Date.UTC(9999, 11, 31)
const DATES_PER_LINE = 200

function untilIn(text: string): string | null {
  try {
    return parseRule(text).until
  } catch {
    return null
  }
}

function untilText(until: string, span: Span): string {
  if (span.type === 'all-day') return until.slice(0, 8)
  const isDate = until.length === 8
  // A date includes its whole day.
  const wall = wallOfUntil(until) + (isDate ? DAY - 1000 : 0)
  if (span.type === 'floating') return toBasicFormat(wall)
  if (until.endsWith('Z')) return until
  return `${toBasicFormat(Math.min(instantAt(wall, span.startZone), MAX_DAY + DAY - 1000))}Z`
}

function paramsOf(span: Span, type: string | null): [string, string][] {
  const params: [string, string][] = type ? [['VALUE', type]] : []
  if (span.type === 'timed' && span.startZone !== 'UTC') params.push(['TZID', span.startZone])
  return params
}

function timeText(span: Span, time: string): string {
  if (span.type === 'all-day') return time.slice(0, 10).replaceAll('-', '')
  const text = time.replace(/[-:]/g, '')
  return span.type === 'timed' && span.startZone === 'UTC' ? `${text}Z` : text
}

function toBasicFormat(wall: WallMs): string {
  return wallOf(wall).replace(/[-:]/g, '')
}

function* batches(values: string[]): Generator<string[]> {
  for (let at = 0; at < values.length; at += DATES_PER_LINE) yield values.slice(at, at + DATES_PER_LINE)
}
