import { addDays, DAY, dayNumber, dayOf, HOUR, wallMs, wallOf } from '../day'
import type { RecurrenceId } from '../series/recurrence'
import { hasValidOrder, instantsOf, type Span } from '../span'
import { FLAG, type Item, type Range, spanOfItem, type Tuple } from '../tuple'
import { instantAt, wallAt, type Zone } from '../zones/zone'

/** What of an event is carried elsewhere: all of it, or its end. */
export type MovedPart = 'all' | 'end'

/** A move: by some wall time, or to a span of another type, such as from hours to all-day. */
export type Move = { by: number; edge: MovedPart } | { to: Span }

/** Duration of an all-day event that is moved to an hour of a day. */
export const DEFAULT_DURATION = HOUR

/** Returns the span of a timed item that becomes all-day on a day. */
export function allDaySpan(day: number): Span {
  return { type: 'all-day', start: dayOf(day), end: dayOf(day + 1) }
}

/** Returns the span of an all-day item that starts at a wall time instead. A reminder is a point in time. */
export function timedSpan({ flags }: Pick<Item, 'flags'>, start: number, zone: Zone): Span {
  const end = flags & FLAG.reminder ? start : start + DEFAULT_DURATION
  return { type: 'timed', start: wallOf(start), startZone: zone, end: wallOf(end), endZone: zone }
}

/** Returns the span after a move. */
export function spanAfterMove(span: Span, move: Move): Span {
  return 'to' in move ? move.to : shiftSpan(span, move.by, move.edge)
}

/** Returns the move that takes an item back to where it is drawn now. */
export function reverseMove(move: Move, item: Item, zone: Zone): Move {
  return 'to' in move ? { to: spanOfItem(item, zone) } : { by: -move.by, edge: move.edge }
}

/** Returns the range with a move applied to one occurrence, as far as its tuple tells. */
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

/** The span, or its end, so much wall time later. What is all day goes by whole days. */
export function shiftSpan(span: Span, by: number, edge: MovedPart): Span {
  if (edge === 'end') return shiftEnd(span, by)
  if (span.type === 'all-day') {
    const days = Math.round(by / DAY)
    return { ...span, start: addDays(span.start, days), end: addDays(span.end, days) }
  }
  return { ...span, start: addToWall(span.start, by), end: addToWall(span.end, by) }
}

/**
 * The range with an event, or one occurrence of a series, or the end of it, so much wall time later: as far as its tuple
 * tells, by the clock of the viewer's zone.
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
      const least = tuple[2] & FLAG.allDay ? tuple[3] + 1 : tuple[3]
      if (edge === 'all') next[3] = moved(tuple[3])
      next[4] = edge === 'all' ? moved(tuple[4]) : Math.max(moved(tuple[4]), least)
      return next
    }),
  }
}

/** The span with its end so much later, or earlier by whole days until it is no longer before the start. */
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

/** A tuple's time so much later: days, wall seconds or instants, as its flags say. */
function shiftTupleTime(time: number, flags: number, by: number, zone: Zone): number {
  if (flags & FLAG.allDay) return time + Math.round(by / DAY)
  if (flags & FLAG.floating) return time + by / 1000
  return instantAt(wallAt(time * 1000, zone) + by, zone) / 1000
}
