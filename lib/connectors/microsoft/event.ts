import type { AnsweredParticipant } from '@/lib/calendar/participant'
import type { Zone } from '@/lib/calendar/zones/zone'

/** The parts of Graph's event resource that Kinday reads or writes (learn.microsoft.com/graph/api/resources/event). */
export interface GraphEvent {
  id?: string
  '@odata.etag'?: string
  iCalUId?: string
  transactionId?: string | null
  type?: 'singleInstance' | 'occurrence' | 'exception' | 'seriesMaster'
  seriesMasterId?: string | null
  /** The start of an occurrence before it was moved, as an instant. */
  originalStart?: string | null
  lastModifiedDateTime?: string
  subject?: string | null
  body?: { contentType?: string; content?: string } | null
  location?: { displayName?: string | null } | null
  start?: GraphTime
  end?: GraphTime
  isAllDay?: boolean
  originalStartTimeZone?: string
  originalEndTimeZone?: string
  recurrence?: GraphRecurrence | null
  showAs?: string
  sensitivity?: string
  hideAttendees?: boolean
  isCancelled?: boolean
  isOrganizer?: boolean
  organizer?: { emailAddress?: GraphAddress }
  responseStatus?: { response?: string }
  attendees?: GraphAttendee[]
  categories?: string[]
  isReminderOn?: boolean
  reminderMinutesBeforeStart?: number
  isOnlineMeeting?: boolean
  onlineMeeting?: { joinUrl?: string } | null
  onlineMeetingUrl?: string | null
  singleValueExtendedProperties?: { id: string; value: string }[]
}

/** A wall time in a zone, which has a name of Windows or of the IANA. */
export interface GraphTime {
  dateTime?: string
  timeZone?: string
}

export interface GraphAddress {
  address?: string
  name?: string
}

/** An entry of `attendees`. Fields that Kinday does not know are kept when the list is written. */
export interface GraphAttendee {
  type?: string
  status?: { response?: string }
  emailAddress?: GraphAddress
}

export interface GraphRecurrence {
  pattern: GraphPattern
  range: GraphRange
}

export interface GraphPattern {
  type: 'daily' | 'weekly' | 'absoluteMonthly' | 'relativeMonthly' | 'absoluteYearly' | 'relativeYearly'
  interval?: number
  month?: number
  dayOfMonth?: number
  daysOfWeek?: string[]
  firstDayOfWeek?: string
  index?: string
}

export interface GraphRange {
  type: 'endDate' | 'noEnd' | 'numbered'
  startDate?: string
  endDate?: string
  numberOfOccurrences?: number
  recurrenceTimeZone?: string
}

/**
 * Values for which Graph has no field. Kinday stores them in the event, as JSON in an extended property. A value that
 * supplements a field of Graph is valid while the field has the value in `as`.
 */
export interface OwnFields {
  uid?: string
  kind?: 'reminder'
  url?: string
  conference?: string
  done?: boolean
  /** `as`: the value of `showAs`. */
  status?: { status: 'confirmed' | 'tentative' | 'cancelled'; busy: boolean; as: string }
  /** `as`: the category that shows the color in Outlook, if there is one. */
  color?: { color: string; as: string | null }
  /** `as`: the names of the zones in Graph. */
  zones?: { start: string; end: string; as: [string, string] }
  /** People who are no attendees in Graph, and answers that Graph does not take. `as`: the response in Graph. */
  people?: (Pick<AnsweredParticipant, 'email' | 'name' | 'status'> & { as?: string })[]
  /** `as`: the reminder in Graph, which has one only. Null: the user has chosen none. */
  alarms?: { minutes: number[] | null; as: number }
}

/** An event as its state keeps it. */
export interface KnownEvent extends GraphEvent {
  own?: OwnFields
  /** The category that colors the event in Outlook. */
  coloredBy?: { category: string; color: string }
  /** The zone that a series in a zone of its own has been found to have. */
  customZone?: Zone
}
