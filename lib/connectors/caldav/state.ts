import type { RemoteState } from '@/lib/calendar/server/remote'

/** An object as the server has it. */
export interface CaldavState extends RemoteState {
  etag: string | null
  /** Changes only if the object changes in a way that matters for its attendees (RFC 6638 §3.2.10). */
  scheduleTag: string | null
  /** Its text; null if it was deleted, or contains no event. */
  ics: string | null
}

/** The state of an object that does not exist, or that contains no event. */
export const DELETED: CaldavState = { etag: null, scheduleTag: null, ics: null }
