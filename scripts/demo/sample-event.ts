interface SampleEvent {
  /** Name of the user who creates the event. */
  creator: string
  /** Group whose calendar contains the event; the creator's personal calendar by default. */
  group?: 'family' | 'choir'
  title: string
  /** All-day by default. */
  time?: [start: string, end: string]
  /** Zones of start and end, if they differ from the demo's zone. */
  zones?: [start: string, end: string]
  kind?: 'event' | 'meeting' | 'reminder'
  location?: string
  description?: string
  color?: string
  attendees?: string[]
  /** Guests without an account, by name, with their addresses. */
  guests?: Record<string, string>
  /** Answers of attendees, by name. */
  answers?: Record<string, 'accepted' | 'tentative' | 'declined'>
  isPrivate?: boolean
  isFree?: boolean
}

export interface WeeklyEvent extends SampleEvent {
  /** 1 Monday … 7 Sunday. */
  weekday: number
  /** INTERVAL of the rule: 2 for every other week. */
  interval?: number
  /** Changed or deleted occurrences. `week`: weeks after the first occurrence. */
  exceptions?: { week: number; deleted?: boolean; title?: string; location?: string }[]
}

export interface SingleEvent extends SampleEvent {
  /** Days from today. */
  inDays: number
  /** Number of days of an all-day event, 1 by default. */
  lengthDays?: number
  yearly?: boolean
}
