import { DAY, dayNumber, wallMs } from './day'
import { spanForKind } from './event'
import { flagsOf } from './flags'
import type { RecurrenceId } from './series/recurrence'
import { occurrences } from './series/series'
import { instantsOf, type Span } from './span'
import type { Range, Tuple } from './tuple'

/** An event just written by the browser, with enough data to show it before the server responds. */
export interface OptimisticEvent {
  id: string
  calendarId: string
  title: string
  color: string | null
  span: Span
  rules: string[]
  /** Limits the update to one occurrence. */
  occurrence?: RecurrenceId | undefined
  kind: 'event' | 'meeting' | 'reminder'
  visibility: 'default' | 'private'
  busy: boolean
  done: boolean
}

/** Returns the range with an event added, replaced or, if its calendar is not in the range, removed. */
export function withEvent(range: Range, event: OptimisticEvent): Range {
  const others = withoutEvent(range, event.id, event.occurrence)
  const calendar = range.calendars.findIndex(([id]) => id === event.calendarId)
  if (calendar < 0) return others
  return { ...others, tuples: [...others.tuples, ...tuplesOf(event, calendar, range)] }
}

/** Returns the range without an event, or without one of its occurrences. */
export function withoutEvent(range: Range, id: string, occurrence?: RecurrenceId): Range {
  const isRemoved = (tuple: Tuple) => tuple[0] === id && (occurrence === undefined || tuple[7] === occurrence)
  return { ...range, tuples: range.tuples.filter((tuple) => !isRemoved(tuple)) }
}

function tuplesOf(event: OptimisticEvent, calendar: number, range: Range): Tuple[] {
  const span = spanForKind(event.kind, event.span)
  const { rules, occurrence } = event
  if (!rules.length || occurrence) return [optimisticTuple(event, calendar, span, occurrence ?? 0)]
  const series = { span, recurrence: { rules, dates: [], exclusions: [] }, overrides: {} }
  // The range's days are in the viewer's zone, which can be up to a day from the zone of the series.
  const found = occurrences(series, { from: (range.from - 1) * DAY, to: (range.to + 1) * DAY })
  return found.map((occurrence) => optimisticTuple(event, calendar, occurrence.span, occurrence.id))
}

/** Returns the tuple of an occurrence. `calendar`: its index in the range. */
export function optimisticTuple(
  event: OptimisticEvent,
  calendar: number,
  span: Span,
  occurrence: RecurrenceId | 0,
): Tuple {
  const flags = flagsOf({
    ...{
      ...event,
      type: span.type,
      private: event.visibility === 'private',
      status: 'confirmed',
      invited: false,
      readOnly: false,
      untitledBusy: false,
    },
    ...{ readable: true, full: true, home: true, removable: false },
  })
  return [event.id, calendar, flags, ...tupleTimes(span), event.title, event.color ?? 0, occurrence]
}

/** Returns start and end in the unit of tuples: days of all-day events, seconds of others. */
export function tupleTimes(span: Span): [start: number, end: number] {
  switch (span.type) {
    case 'all-day':
      return [dayNumber(span.start), dayNumber(span.end)]
    case 'floating':
      return [wallMs(span.start) / 1000, wallMs(span.end) / 1000]
    case 'timed': {
      const { from, to } = instantsOf(span, 'UTC')
      return [from / 1000, to / 1000]
    }
  }
}
