import { addDays, DAY, dayNumber, dayOf, HOUR, wallMs, wallOf } from '../day'
import type { RecurrenceId } from '../series/recurrence'
import { hasValidOrder, instantsOf, type Span } from '../span'
import { FLAG, type Item, type Range, spanOfItem, type Tuple } from '../tuple'
import { instantAt, wallAt } from '../zones/wall-time'
import type { Zone } from '../zones/zone'

/** The part of an event that a drag moves: all of it, or its end. */
export type MovedPart = 'all' | 'end'

/** A time change: a shift by wall time, or a span of another type, such as from timed to all-day. */
export type Move = { by: number; edge: MovedPart } | { to: Span }

/** Duration of an all-day event that becomes timed. */
export const DEFAULT_DURATION = HOUR

/** Returns the span of a timed item that becomes all-day on a day. */
export function allDaySpan(day: number): Span {
  return { type: 'all-day', start: dayOf(day), end: dayOf(day + 1) }
}

/** Returns the span of an all-day item that becomes timed. A reminder has no duration. */
export function timedSpan({ flags }: Pick<Item, 'flags'>, start: number, zone: Zone): Span {
  const end = flags & FLAG.reminder ? start : start + DEFAULT_DURATION
  return { type: 'timed', start: wallOf(start), startZone: zone, end: wallOf(end), endZone: zone }
}

/** Returns the span after a move. */
export function spanAfterMove(span: Span, move: Move): Span {
  return 'to' in move ? move.to : shiftSpan(span, move.by, move.edge)
}

/** Returns the move that restores the item's current span. */
export function reverseMove(move: Move, item: Item, zone: Zone): Move {
  return 'to' in move ? { to: spanOfItem(item, zone) } : { by: -move.by, edge: move.edge }
}

/** Returns the range with a move applied to one occurrence, calculated from its tuple. */
export function withMove(
  range: Range,
  id: string,
  occurrence: RecurrenceId | 0,
  move: Move,
  zone: Zone,
): Range {
  if (!('to' in move)) return withShift(range, id, occurrence, move.by, move.edge, zone)
  const tuples = range.tuples.map((tuple) =>
    tuple[0] === id && tuple[7] === occurrence ? withSpan(tuple, move.to, zone) : tuple,
  )
  return { ...range, tuples }
}

function withSpan(tuple: Tuple, span: Span, zone: Zone): Tuple {
  const next: Tuple = [...tuple]
  next[2] = tuple[2] & ~(FLAG.allDay | FLAG.floating)
  if (span.type === 'all-day') {
    next[2] |= FLAG.allDay
    next[3] = dayNumber(span.start)
    next[4] = dayNumber(span.end)
  } else if (span.type === 'floating') {
    next[2] |= FLAG.floating
    next[3] = wallMs(span.start) / 1000
    next[4] = wallMs(span.end) / 1000
  } else {
    const { from, to } = instantsOf(span, zone)
    next[3] = from / 1000
    next[4] = to / 1000
  }
  return next
}

/** Returns the span with all of it or its end shifted by wall time; by whole days if it is all-day. */
export function shiftSpan(span: Span, by: number, edge: MovedPart): Span {
  if (edge === 'end') return shiftEnd(span, by)
  if (span.type === 'all-day') {
    const days = Math.round(by / DAY)
    return { ...span, start: addDays(span.start, days), end: addDays(span.end, days) }
  }
  return { ...span, start: addToWall(span.start, by), end: addToWall(span.end, by) }
}

/**
 * Returns the range with an occurrence or its end shifted by wall time in the viewer's zone, calculated from its
 * tuple.
 */
export function withShift(
  range: Range,
  id: string,
  occurrence: RecurrenceId | 0,
  by: number,
  edge: MovedPart,
  zone: Zone,
): Range {
  return {
    ...range,
    tuples: range.tuples.map((tuple) => {
      if (tuple[0] !== id || tuple[7] !== occurrence) return tuple
      const moved = (time: number) => shiftTupleTime(time, tuple[2], by, zone)
      const next: Tuple = [...tuple]
      const earliestEnd = tuple[2] & FLAG.allDay ? tuple[3] + 1 : tuple[3]
      if (edge === 'all') next[3] = moved(tuple[3])
      next[4] = edge === 'all' ? moved(tuple[4]) : Math.max(moved(tuple[4]), earliestEnd)
      return next
    }),
  }
}

/** Shifts the end of a span. A shift that would put it before the start is reduced by whole days. */
function shiftEnd(span: Span, by: number): Span {
  if (span.type === 'all-day') {
    const end = dayNumber(span.end) + Math.round(by / DAY)
    return { ...span, end: dayOf(Math.max(end, dayNumber(span.start) + 1)) }
  }
  const next = { ...span, end: addToWall(span.end, by) }
  return hasValidOrder(next) || by >= 0 ? next : shiftEnd(span, Math.min(by + DAY, 0))
}

function addToWall(wall: string, by: number): string {
  return wallOf(wallMs(wall) + by)
}

/** Shifts a tuple's time: days, wall seconds or epoch seconds, depending on its flags. */
function shiftTupleTime(time: number, flags: number, by: number, zone: Zone): number {
  if (flags & FLAG.allDay) return time + Math.round(by / DAY)
  if (flags & FLAG.floating) return time + by / 1000
  return instantAt(wallAt(time * 1000, zone) + by, zone) / 1000
}
