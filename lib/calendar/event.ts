import { addDays } from './day'
import type { OccurrenceContent, Overrides, Recurrence } from './series/recurrence'
import type { Span } from './span'

/** What an event says, apart from what identifies it: the fields that edits merge and undo reverts, one by one. */
export interface EventContent extends OccurrenceContent {
  kind: 'event' | 'meeting' | 'reminder'
  visibility: 'default' | 'private'
  recurrence: Recurrence | null
  /** The changed instances of a series, by recurrence id; empty for an event that happens once. */
  overrides: Overrides
  calendarId: string
}

/** An event as its history holds it. */
export interface EventSnapshot extends EventContent {
  id: string
  uid: string
  /** The series this one continues, after an edit of "this and following". */
  splitFrom: string | null
  /** iCalendar SEQUENCE. */
  sequence: number
  createdBy: string | null
  version: number
  /** Ids of the users that the event is hidden from, sorted. Not in history from before events could be hidden. */
  hiddenFrom?: string[]
}

/**
 * The span as the kind allows it: a reminder is a point in time, without end; an all-day one is one day.
 */
export function spanForKind(kind: EventContent['kind'], span: Span): Span {
  if (kind !== 'reminder') return span
  switch (span.type) {
    case 'all-day':
      return { ...span, end: addDays(span.start, 1) }
    case 'floating':
      return { ...span, end: span.start }
    case 'timed':
      return { ...span, end: span.start, endZone: span.startZone }
  }
}
