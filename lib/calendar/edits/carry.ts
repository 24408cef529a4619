import { addDays, DAY, dayNumber, dayOf, wallMs, wallOf } from '../day'
import type { RecurrenceId } from '../series/recurrence'
import { isForward, type Span } from '../span'
import { FLAG, type Range, type Tuple } from '../tuple'
import { instantAt, wallAt, type Zone } from '../zones/zone'

/** What of an event is carried elsewhere: all of it, or its end. */
export type Edge = 'all' | 'end'

/** The span, or its end, so much wall time later. What is all day goes by whole days. */
export function carried(span: Span, by: number, edge: Edge): Span {
  if (edge === 'end') return stretched(span, by)
  if (span.type === 'all-day') {
    const days = Math.round(by / DAY)
    return { ...span, start: addDays(span.start, days), end: addDays(span.end, days) }
  }
  return { ...span, start: later(span.start, by), end: later(span.end, by) }
}

/**
 * The range with an event, or one occurrence of a series, or the end of it, so much wall time later: as far as its tuple
 * tells, by the clock of the viewer's zone.
 */
export function withCarried(
  range: Range,
  id: string,
  occurrence: RecurrenceId | 0,
  by: number,
  edge: Edge,
  zone: Zone,
): Range {
  return {
    ...range,
    tuples: range.tuples.map((tuple) => {
      if (tuple[0] !== id || tuple[7] !== occurrence) return tuple
      const moved = (time: number) => movedTime(time, tuple[2], by, zone)
      const next: Tuple = [...tuple]
      const least = tuple[2] & FLAG.allDay ? tuple[3] + 1 : tuple[3]
      if (edge === 'all') next[3] = moved(tuple[3])
      next[4] = edge === 'all' ? moved(tuple[4]) : Math.max(moved(tuple[4]), least)
      return next
    }),
  }
}

/** The span with its end so much later, or earlier by whole days until it is no longer before the start. */
function stretched(span: Span, by: number): Span {
  if (span.type === 'all-day') {
    const end = dayNumber(span.end) + Math.round(by / DAY)
    return { ...span, end: dayOf(Math.max(end, dayNumber(span.start) + 1)) }
  }
  const next = { ...span, end: later(span.end, by) }
  return isForward(next) || by >= 0 ? next : stretched(span, Math.min(by + DAY, 0))
}

function later(wall: string, by: number): string {
  return wallOf(wallMs(wall) + by)
}

/** A tuple's time so much later: days, wall seconds or instants, as its flags say. */
function movedTime(time: number, flags: number, by: number, zone: Zone): number {
  if (flags & FLAG.allDay) return time + Math.round(by / DAY)
  if (flags & FLAG.floating) return time + by / 1000
  return instantAt(wallAt(time * 1000, zone) + by, zone) / 1000
}
