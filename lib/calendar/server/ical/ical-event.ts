import type { WallMs } from '@/lib/calendar/day'
import type { EventContent } from '@/lib/calendar/event'
import type { RecurrenceId } from '@/lib/calendar/series/recurrence'
import type { Span } from '@/lib/calendar/span'
import type { Zone } from '@/lib/calendar/zones/zone'
import type { Version } from '../incoming/version'
import type { ComponentFields } from './fields'

/**
 * An event as an iCalendar file has it: all components of one UID together (RFC 5545 §3.8.4.7). Attendees are known by
 * e-mail only, calendars not at all.
 */
export interface IcalEvent extends Version {
  uid: string
  content: Omit<EventContent, 'calendarId'>
  /** The line of the file that its first component begins at, counted from 1. */
  line: number
  /** The id of the event that Kinday exported (X-KINDAY-ID); null for files of other programs. */
  origin: string | null
  /** METHOD:PUBLISH, which cannot say who attends (RFC 5546 §3.2.1). */
  published: boolean
  /** Versions of the changed instances, by recurrence id. */
  versions: Record<RecurrenceId, Version>
  /**
   * Set where the file has no master, or only cancels: the file speaks of these instances and of nothing else. `content`
   * is then what to create where the calendar does not have the event.
   */
  instances: IcalInstance[] | null
}

/** A component with a RECURRENCE-ID whose series is not in the file. */
export interface IcalInstance extends Version {
  /** Null: the event as a whole (METHOD:CANCEL without RECURRENCE-ID). */
  at: InstanceTime | null
  /** RANGE=THISANDFUTURE. */
  following: boolean
  /** Null where the component has no DTSTART. */
  span: Span | null
  /** True for a cancellation that says nothing else: the other fields stay as they are. */
  bare: boolean
  fields: ComponentFields
}

/** A DATE or DATE-TIME (RFC 5545 §3.3.4, §3.3.5). `zone`: null for dates and floating times. */
export interface IcalTime {
  wall: WallMs
  date: boolean
  zone: Zone | null
}

/** A RECURRENCE-ID. `local`: the wall time of the reader's own clock, for series without a zone. */
export interface InstanceTime extends IcalTime {
  local: WallMs
}

/** Something in a file that was read otherwise than it was written, or not at all, and why. */
export interface IcalNote {
  /** Counted from 1. */
  line: number
  code: IcalNoteCode
  /** What the note is about, shortened: a title, a property's name, a zone's name. */
  subject: string
}

/** Closed: the UI has words for each. */
export const ICAL_NOTES = [
  // The thing was left out.
  'not_a_calendar',
  'too_large',
  'too_many',
  'truncated',
  'line_unreadable',
  'component_unreadable',
  'method_unsupported',
  'no_start',
  'bad_date',
  'orphan_component',
  'unsupported_component',
  // The thing was read, with a difference.
  'zone_unknown',
  'zone_matched',
  'rule_unreadable',
  'rule_approximated',
  'override_rule',
  'end_before_start',
  'shortened',
  'duplicate_uid',
  'same_uid',
  'property_unreadable',
] as const

export type IcalNoteCode = (typeof ICAL_NOTES)[number]
