import type { RemoteState } from '@/lib/calendar/server/remote'

/** An object as the server has it. */
export interface CaldavState extends RemoteState {
  etag: string | null
  /** Its text; null if it was deleted, or contains no event. */
  ics: string | null
}

/** The state of an object that does not exist, or that contains no event. */
export const DELETED: CaldavState = { etag: null, ics: null }
