import type { EventContent } from '@/lib/calendar/event'

/**
 * An event as an iCalendar file has it: all components of one UID together (RFC 5545 §3.8.4.7). Attendees are known by
 * e-mail only, calendars not at all.
 */
export interface IcalEvent {
  uid: string
  sequence: number
  content: Omit<EventContent, 'calendarId'>
  /** LAST-MODIFIED or DTSTAMP, epoch milliseconds; null where the file does not say. */
  modified: number | null
  /** The line of the file that its first component begins at, counted from 1. */
  line: number
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
  'no_start',
  'bad_date',
  'orphan_component',
  'unsupported_component',
  // The thing was read, with a difference.
  'zone_unknown',
  'zone_matched',
  'rule_unreadable',
  'rule_approximated',
  'end_before_start',
  'shortened',
  'duplicate_uid',
  'property_unreadable',
] as const

export type IcalNoteCode = (typeof ICAL_NOTES)[number]
