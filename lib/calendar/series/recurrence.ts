import { DAY, dayNumber, dayOf, type WallMs, wallMs, wallOf } from '../day'
import type { TextFieldName } from '../event-fields'
import type { Participant } from '../participant'
import type { Span } from '../span'

/**
 * Identifies an instance of a series: a date if the series is all-day, else a wall time in the zone of its start.
 * Never an instant. As in RFC 5545 §3.8.4.4, it is the instance's original start, even after the instance was moved.
 */
export type RecurrenceId = string

/** Recurrence of an event; single events have none. */
export interface Recurrence {
  /** RRULE values (RFC 5545 §3.8.5.3), as text: `FREQ=WEEKLY;BYDAY=MO`. */
  rules: string[]
  /** RDATE: recurrence ids, or `start/end` for a PERIOD, both wall times in the start's zone. */
  dates: string[]
  /** EXDATE: ids of deleted instances. */
  exclusions: RecurrenceId[]
}

/** The fields that an override can contain. */
export interface OccurrenceContent<P extends Participant = Participant>
  extends Record<TextFieldName, string> {
  status: 'confirmed' | 'tentative' | 'cancelled'
  color: string | null
  busy: boolean
  done: boolean
  span: Span
  attendees: P[]
  /** jCal properties and components that Kinday has no field for, kept for export. */
  unknown: unknown[]
}

/**
 * The changed fields of an instance. Other fields are those of the series; without a span, that of its slot applies.
 */
export type Override<P extends Participant = Participant> = Partial<OccurrenceContent<P>>

export type Overrides<P extends Participant = Participant> = Record<RecurrenceId, Override<P>>

/** The fields that determine when an event occurs. */
export interface Series {
  span: Span
  recurrence: Recurrence | null
  overrides: Overrides
}

/** Returns the wall time of a recurrence id: midnight for a date. */
export function wallOfId(id: RecurrenceId): WallMs {
  return id.length === 10 ? dayNumber(id) * DAY : wallMs(id)
}

/** Returns the recurrence id of an instance of a series by its wall time. */
export function idOfWall(span: Span, at: WallMs): RecurrenceId {
  return span.type === 'all-day' ? dayOf(at / DAY) : wallOf(at)
}

/** Returns the wall time of a span's start. */
export function startWall(span: Span): WallMs {
  return wallOfId(span.start)
}

/** Returns the wall time of a recurrence id; undefined if its type (date or wall time) is not that of the series. */
export function parseRecurrenceId(id: RecurrenceId, span: Span): WallMs | undefined {
  if (id.length !== (span.type === 'all-day' ? 10 : 19)) return undefined
  const at = wallOfId(id)
  return Number.isFinite(at) ? at : undefined
}
