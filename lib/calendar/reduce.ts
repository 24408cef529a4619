import { dayNumber, wallMs } from './day'
import { spanForKind } from './event'
import { instantsOf, type Span } from './span'
import { FLAG, type Range, type Tuple } from './tuple'

/** What the browser knows of an event it has just written: enough to draw it before the server answers. */
export interface Drawn {
  id: string
  calendarId: string
  title: string
  color: string | null
  span: Span
  kind: 'event' | 'meeting' | 'reminder'
  visibility: 'default' | 'private'
  busy: boolean
  done: boolean
}

/** The range with an event as it is now: new, changed, or gone from it. */
export function withEvent(range: Range, event: Drawn): Range {
  const others = withoutEvent(range, event.id)
  const calendar = range.calendars.findIndex(([id]) => id === event.calendarId)
  if (calendar < 0) return others
  return { ...others, tuples: [...others.tuples, tupleOf(event, calendar)] }
}

export function withoutEvent(range: Range, id: string): Range {
  return { ...range, tuples: range.tuples.filter(([other]) => other !== id) }
}

/** The range with an event moved by days, as far as its tuple tells. */
export function withShift(range: Range, id: string, days: number): Range {
  return {
    ...range,
    tuples: range.tuples.map((tuple) => {
      if (tuple[0] !== id) return tuple
      const unit = tuple[2] & FLAG.allDay ? 1 : 86_400
      const [, calendar, flags, start, end, title, color] = tuple
      return [id, calendar, flags, start + days * unit, end + days * unit, title, color]
    }),
  }
}

function tupleOf(event: Drawn, calendar: number): Tuple {
  const span = spanForKind(event.kind, event.span)
  const flags =
    (span.type === 'all-day' ? FLAG.allDay : 0) |
    (span.type === 'floating' ? FLAG.floating : 0) |
    (event.busy ? 0 : FLAG.free) |
    (event.visibility === 'private' ? FLAG.private : 0) |
    (event.kind === 'meeting' ? FLAG.meeting : event.kind === 'reminder' ? FLAG.reminder : 0) |
    (event.done ? FLAG.done : 0)
  return [event.id, calendar, flags, ...ends(span), event.title, event.color ?? 0]
}

function ends(span: Span): [start: number, end: number] {
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
