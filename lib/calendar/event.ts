import { addDays } from './day'
import type { GuestOptions } from './event-fields'
import type { AnsweredParticipant, Participant } from './participant'
import type { OccurrenceContent, Override, Overrides, Recurrence } from './series/recurrence'
import type { Span } from './span'

/** The content of an event, without its identity. Edits merge, and undo reverts, each field separately. */
export interface EventContent<P extends Participant = Participant>
  extends OccurrenceContent<P>,
    GuestOptions {
  kind: 'event' | 'meeting' | 'reminder'
  visibility: 'default' | 'private'
  recurrence: Recurrence | null
  /** Overrides of a series by recurrence id; empty for a single event. */
  overrides: Overrides<P>
  calendarId: string
  /**
   * Ids of the users for whom the event does not exist, sorted. Undefined where the content does not say: in calendar
   * files, and in history from before events could be hidden.
   */
  hiddenFrom?: string[]
  /**
   * Ids of the groups whose later members are invited too, sorted. Undefined where the content does not say, as with
   * `hiddenFrom`.
   */
  groups?: string[]
}

/** An event as an iCalendar object states it: attendees with their status, and without a calendar. */
export type CalendarObject = Omit<EventContent<AnsweredParticipant>, 'calendarId'>

export type ObjectOverride = Override<AnsweredParticipant>

/** An event as stored in changes. */
export interface EventSnapshot<P extends Participant = Participant> extends EventContent<P> {
  id: string
  uid: string
  /** Id of the series that this one was split from by an edit of "this and following". */
  splitFrom: string | null
  /** iCalendar SEQUENCE. */
  sequence: number
  createdBy: string | null
  /** The user who sends the invitations, stored when the event gets its first attendees. Older history lacks it. */
  organizerId?: string | null
  version: number
}

/** Returns the span adjusted to the kind: a reminder has no duration, an all-day reminder is one day. */
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
