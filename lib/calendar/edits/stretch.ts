import { addDays, DAY, wallMs, wallOf } from '../day'
import type { RecurrenceId } from '../series/recurrence'
import { isForward, type Span } from '../span'
import { FLAG, type Range, type Tuple } from '../tuple'

/** The span with its end so many days later, or earlier, but never before it has begun. */
export function stretched(span: Span, days: number): Span {
  if (span.type === 'all-day') {
    const end = addDays(span.end, days)
    return { ...span, end: end > span.start ? end : addDays(span.start, 1) }
  }
  const next = { ...span, end: wallOf(wallMs(span.end) + days * DAY) }
  return isForward(next) || days >= 0 ? next : stretched(span, days + 1)
}

/** The range with the end of an event, or of one occurrence, moved by days, as far as its tuple tells. */
export function withStretch(range: Range, id: string, occurrence: RecurrenceId | 0, days: number): Range {
  return {
    ...range,
    tuples: range.tuples.map((tuple) => {
      if (tuple[0] !== id || tuple[7] !== occurrence) return tuple
      const unit = tuple[2] & FLAG.allDay ? 1 : DAY / 1000
      const [, , , start, end] = tuple
      const least = tuple[2] & FLAG.allDay ? start + 1 : start
      const next: Tuple = [...tuple]
      next[4] = Math.max(end + days * unit, least)
      return next
    }),
  }
}
