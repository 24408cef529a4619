import type { RemoteState } from '@/lib/calendar/server/remote'

/** An object as the server has it. */
export interface CaldavState extends RemoteState {
  etag: string | null
  /** Its text; null if it was deleted, or contains no event. */
  ics: string | null
  /** Its text with attendees that the server has removed since. */
  kept?: string
}

/** The state of an object that does not exist, or that contains no event. */
export const DELETED: CaldavState = { etag: null, ics: null }
