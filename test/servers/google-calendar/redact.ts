import type { GoogleEvent } from '@/lib/connectors/google/event'

/** Fields of an event whose details an account may not see. */
const TIMES = [
  'id',
  'etag',
  'status',
  'iCalUID',
  'start',
  'end',
  'recurrence',
  'recurringEventId',
  'originalStartTime',
  'transparency',
  'eventType',
] as const

/** Returns an event as an account with this role sees it: private ones, and all for `freeBusyReader`, as times only. */
export function redact(event: GoogleEvent, accessRole: string): GoogleEvent {
  const isPrivate = event.visibility === 'private' || event.visibility === 'confidential'
  if (accessRole !== 'freeBusyReader' && !(accessRole === 'reader' && isPrivate)) return event
  const kept = TIMES.filter((field) => field in event).map((field) => [field, event[field]])
  return { ...Object.fromEntries(kept), visibility: 'private' }
}
