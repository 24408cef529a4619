import type { WallMs } from '@/lib/calendar/day'
import type { CalendarObject } from '@/lib/calendar/event'
import type { RecurrenceId } from '@/lib/calendar/series/recurrence'
import type { Span } from '@/lib/calendar/span'
import type { Zone } from '@/lib/calendar/zones/zone'
import type { Version } from '../incoming/version'
import type { ComponentFields } from './fields'
import type { IcalNote } from './notes'

/**
 * An event of an iCalendar file: all components of one UID (RFC 5545 §3.8.4.7). Attendees have e-mail addresses only,
 * no accounts.
 */
export interface IcalEvent extends Version {
  uid: string
  content: CalendarObject
  /** Line of its first component in the file, from 1. */
  line: number
  /** X-KINDAY-ID: id of the exported event; null for files of other programs. */
  kindayId: string | null
  /** METHOD:PUBLISH, which does not contain attendees (RFC 5546 §3.2.1). */
  published: boolean
  /** Versions of changed instances by recurrence id. */
  versions: Record<RecurrenceId, Version>
  /**
   * Set if the file has no master, or is a cancellation: then the file affects only these instances, and `content` is
   * created if the calendar does not have the event.
   */
  instances: IcalInstance[] | null
}

/** A component with a RECURRENCE-ID whose series is not in the file. */
export interface IcalInstance extends Version {
  /** Null for the whole event (METHOD:CANCEL without RECURRENCE-ID). */
  at: InstanceTime | null
  /** RANGE=THISANDFUTURE. */
  following: boolean
  /** Null if the component has no DTSTART. */
  span: Span | null
  /** Whether only status and time are stated: a cancellation without other fields, or a component of METHOD:CANCEL. */
  isBare: boolean
  fields: ComponentFields
}

/** A DATE or DATE-TIME (RFC 5545 §3.3.4, §3.3.5). `zone`: null for dates and floating times. */
export interface IcalTime {
  wall: WallMs
  isDate: boolean
  zone: Zone | null
}

/** A RECURRENCE-ID. `local`: wall time in the user's zone, used for series without zone. */
export interface InstanceTime extends IcalTime {
  local: WallMs
}

/** A parsed iCalendar file. `zone`: the file's X-WR-TIMEZONE; `color`: the nearest palette color. */
export interface IcalFile {
  name: string | null
  color: string | null
  zone: Zone | null
  method: string | null
  events: IcalEvent[]
  notes: IcalNote[]
}
