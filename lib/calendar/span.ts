import { DAY, type Day, dayNumber, HOUR, type Wall, type WallMs, wallMs, wallOf } from './day'
import { instantAt, wallAt } from './zones/wall-time'
import type { Instant, Zone } from './zones/zone'

/**
 * The time of an event as entered. All-day spans are dates with an exclusive end, never instants. Floating spans are
 * wall times in every viewer's zone. Timed spans have a zone for each end (a flight has two).
 */
export type Span =
  | { type: 'all-day'; start: Day; end: Day }
  | { type: 'floating'; start: Wall; end: Wall }
  | { type: 'timed'; start: Wall; startZone: Zone; end: Wall; endZone: Zone }

/** Maximum UTC offset of any zone: UTC+14, Line Islands. */
export const MAX_UTC_OFFSET = 14 * HOUR

/**
 * Returns a span with its end in the zone of its start. Calendar providers expand a series in one zone. If its ends
 * were in two zones, occurrences would end earlier or later there while only one of the zones has changed its clock.
 */
export function inStartZone(span: Span): Span {
  if (span.type !== 'timed' || span.startZone === span.endZone) return span
  const { to } = instantsOf(span, 'UTC')
  return { ...span, end: wallOf(wallAt(to, span.startZone)), endZone: span.startZone }
}

/** Returns the start and end instants of a timed span; for other spans, those in the viewer's zone. */
export function instantsOf(span: Span, viewer: Zone): { from: Instant; to: Instant } {
  switch (span.type) {
    case 'timed': {
      const [start, end] = [wallMs(span.start), wallMs(span.end)]
      const from = instantAt(start, span.startZone)
      const to = instantAt(end, span.endZone)
      // A start in a DST gap moves forward; an end shortly after it has to move too, or it would precede the start.
      const endMoves = to < from && end >= start && span.startZone === span.endZone
      return { from, to: endMoves ? from + end - start : to }
    }
    case 'floating':
      return { from: instantAt(wallMs(span.start), viewer), to: instantAt(wallMs(span.end), viewer) }
    case 'all-day':
      return {
        from: instantAt(dayNumber(span.start) * DAY, viewer),
        to: instantAt(dayNumber(span.end) * DAY, viewer),
      }
  }
}

/** Returns instants that contain the span for every viewer, for index lookups. */
export function boundsOf(span: Span): { from: Instant; to: Instant } {
  const { from, to } = instantsOf(span, 'UTC')
  return span.type === 'timed' ? { from, to } : { from: from - MAX_UTC_OFFSET, to: to + MAX_UTC_OFFSET }
}

/** Returns the wall times of a span in the viewer's zone. All-day spans are the same in every zone. */
export function wallsOf(span: Span, viewer: Zone): { start: WallMs; end: WallMs } {
  if (span.type === 'timed') {
    const { from, to } = instantsOf(span, viewer)
    return { start: wallAt(from, viewer), end: wallAt(to, viewer) }
  }
  if (span.type === 'floating') return { start: wallMs(span.start), end: wallMs(span.end) }
  return { start: dayNumber(span.start) * DAY, end: dayNumber(span.end) * DAY }
}

/** Returns whether a timed span has other wall times in its own zones than in the viewer's zone. */
export function isInOtherZone(span: Span, viewer: Zone): boolean {
  if (span.type !== 'timed') return false
  const { from, to } = instantsOf(span, viewer)
  return (
    wallAt(from, span.startZone) !== wallAt(from, viewer) || wallAt(to, span.endZone) !== wallAt(to, viewer)
  )
}

/**
 * Returns whether the end is not before the start (all-day: at least a day later). Compares instants: a flight may
 * land at an earlier wall time.
 */
export function hasValidOrder(span: Span): boolean {
  if (span.type === 'all-day') return span.end > span.start
  const { from, to } = instantsOf(span, 'UTC')
  return to >= from
}

/** The database columns of a span; `null` where its type has no such part. */
export interface SpanRow {
  startDate: Day | null
  endDate: Day | null
  startWall: Wall | null
  endWall: Wall | null
  startZone: Zone | null
  endZone: Zone | null
}

export function spanToRow(span: Span): SpanRow {
  const none = {
    startDate: null,
    endDate: null,
    startWall: null,
    endWall: null,
    startZone: null,
    endZone: null,
  }
  switch (span.type) {
    case 'all-day':
      return { ...none, startDate: span.start, endDate: span.end }
    case 'floating':
      return { ...none, startWall: span.start, endWall: span.end }
    case 'timed':
      return {
        ...none,
        startWall: span.start,
        endWall: span.end,
        startZone: span.startZone,
        endZone: span.endZone,
      }
  }
}

/**
 * Converts a row to a span.
 * @throws Error if the row has none of the three shapes, which a check constraint prevents
 */
export function spanFromRow(row: SpanRow): Span {
  if (row.startDate && row.endDate) return { type: 'all-day', start: row.startDate, end: row.endDate }
  if (row.startWall && row.endWall) {
    return row.startZone && row.endZone
      ? {
          type: 'timed',
          start: row.startWall,
          startZone: row.startZone,
          end: row.endWall,
          endZone: row.endZone,
        }
      : { type: 'floating', start: row.startWall, end: row.endWall }
  }
  throw new Error('a span without start or end')
}
