/** The parts of Google's event resource that Kinday reads or writes (Calendar API v3, `Event`). */
export interface GoogleEvent {
  id?: string
  etag?: string
  status?: string
  summary?: string
  description?: string
  location?: string
  colorId?: string | null
  start?: GoogleTime
  end?: GoogleTime
  recurrence?: string[] | null
  recurringEventId?: string
  originalStartTime?: GoogleTime
  transparency?: string
  visibility?: string
  iCalUID?: string
  sequence?: number
  attendees?: GoogleAttendee[]
  attendeesOmitted?: boolean
  guestsCanSeeOtherGuests?: boolean
  guestsCanModify?: boolean
  hangoutLink?: string
  attachments?: GoogleAttachment[]
  conferenceData?: { conferenceId?: string; entryPoints?: GoogleEntryPoint[] }
  source?: { url?: string; title?: string }
  extendedProperties?: { private?: Record<string, string>; shared?: Record<string, string> }
  eventType?: string
  locked?: boolean
  organizer?: { email?: string; self?: boolean }
  /** The reminders of the account that reads the event. */
  reminders?: { useDefault?: boolean; overrides?: { method?: string; minutes?: number }[] }
  updated?: string
}

/** A date (`date`), or a time (`dateTime`) with an offset, a zone, or both. */
export interface GoogleTime {
  date?: string | null
  dateTime?: string | null
  timeZone?: string | null
}

/** An entry of `attendees`. Fields that Kinday does not know are kept when the list is written. */
export interface GoogleAttendee {
  email?: string
  displayName?: string
  responseStatus?: string
  self?: boolean
  organizer?: boolean
  resource?: boolean
  id?: string
  asyncOperation?: string
}

/** A file in Google Drive. */
export interface GoogleAttachment {
  fileUrl?: string
  title?: string
  mimeType?: string
  fileId?: string
}

/** A way to join a conference. */
export interface GoogleEntryPoint {
  entryPointType?: string
  uri?: string
  label?: string
  pin?: string
}

/**
 * A recurring or single event with the instances that differ from it, as Google lists them: each has the id of the
 * event in `recurringEventId`.
 */
export interface GoogleObject {
  root: GoogleEvent
  instances: readonly GoogleEvent[]
}
