import { DAY, dayNumber, dayOf, type WallMs, wallMs, wallOf } from '../day'
import type { Participant } from '../participant'
import type { Span } from '../span'

/**
 * Which instance of a series: a date where the series is all-day, else a wall time in the zone that the series starts
 * in. Never an instant. As RFC 5545 §3.8.4.4 has it: where the rule puts the instance, however it was moved since.
 */
export type RecurrenceId = string

/** How an event repeats. An event without one happens once. */
export interface Recurrence {
  /** RRULE values (RFC 5545 §3.8.5.3), as text: `FREQ=WEEKLY;BYDAY=MO`. */
  rules: string[]
  /** RDATE: recurrence ids, or `start/end` for a PERIOD, both as wall times in the start's zone. */
  dates: string[]
  /** EXDATE: instances that were deleted. */
  exclusions: RecurrenceId[]
}

/** What an instance of a series can have of its own. */
export interface OccurrenceContent {
  status: 'confirmed' | 'tentative' | 'cancelled'
  title: string
  description: string
  location: string
  color: string | null
  busy: boolean
  done: boolean
  span: Span
  attendees: Participant[]
  /** What a file said that Kinday has no field for: jCal properties and components, kept for whoever exports it. */
  unknown: unknown[]
}

/** A changed instance: the fields it has of its own. The rest follows the series, a span that is not here too. */
export type Override = Partial<OccurrenceContent>

export type Overrides = Record<RecurrenceId, Override>

/** What says when a series happens. */
export interface Series {
  span: Span
  recurrence: Recurrence | null
  overrides: Overrides
}

/** The wall time that a recurrence id names: midnight for a date. */
export function wallOfId(id: RecurrenceId): WallMs {
  return id.length === 10 ? dayNumber(id) * DAY : wallMs(id)
}

/** The id of the instance at a wall time, in a series of that span. */
export function idOfWall(span: Span, at: WallMs): RecurrenceId {
  return span.type === 'all-day' ? dayOf(at / DAY) : wallOf(at)
}

/** The wall time at which a span starts. */
export function startWall(span: Span): WallMs {
  return wallOfId(span.start)
}
