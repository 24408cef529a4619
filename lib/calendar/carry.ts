import { DAY } from './day'
import type { RecurrenceId } from './series/recurrence'
import { FLAG, type Range } from './tuple'

// What a drag draws at once, so it is in the page's first script: lib/calendar/reduce.ts brings the engine of series.

/** The range with an event, or one occurrence of a series, moved by days, as far as its tuple tells. */
export function withShift(range: Range, id: string, occurrence: RecurrenceId | 0, days: number): Range {
  return withEnds(range, id, occurrence, (start, end, day) => [start + days * day, end + days * day])
}

/** The range with the end of an event, or of one occurrence, moved by days, as far as its tuple tells. */
export function withStretch(range: Range, id: string, occurrence: RecurrenceId | 0, days: number): Range {
  return withEnds(range, id, occurrence, (start, end, day) => [
    start,
    Math.max(end + days * day, day === 1 ? start + 1 : start),
  ])
}

/** `change` is told how long a day is in the tuple's unit: 1 for an all-day one, else seconds. */
function withEnds(
  range: Range,
  id: string,
  occurrence: RecurrenceId | 0,
  change: (start: number, end: number, day: number) => [start: number, end: number],
): Range {
  return {
    ...range,
    tuples: range.tuples.map((tuple) => {
      if (tuple[0] !== id || tuple[7] !== occurrence) return tuple
      const [, calendar, flags, start, end, title, color] = tuple
      const day = flags & FLAG.allDay ? 1 : DAY / 1000
      return [id, calendar, flags, ...change(start, end, day), title, color, occurrence]
    }),
  }
}
