import { isEqual } from '@/lib/calendar/is-equal'
import { attendeesBody } from './attendees'
import type { GoogleEvent, GoogleTime } from './event'
import { changedProperties } from './properties'
import { unreadableLines } from './recurrence'
import { isSameTime, toSpan } from './times'

/** Fields that are written as a whole. */
const COMPARED = [
  'summary',
  'description',
  'location',
  'colorId',
  'status',
  'transparency',
  'visibility',
  'guestsCanSeeOtherGuests',
] as const

/** Returns the body of a patch with the fields that differ. @param raw the event as Google has it, with unknown fields */
export function changedBody(before: GoogleEvent, next: GoogleEvent, raw: GoogleEvent): GoogleEvent {
  const body: Record<string, unknown> = {}
  for (const field of COMPARED) if (!isEqual(before[field], next[field])) body[field] = next[field] ?? null
  if (!isEqual(before.recurrence, next.recurrence))
    body.recurrence = next.recurrence ? [...next.recurrence, ...unreadableLines(raw)] : null
  if (!hasSameTimes(before, next)) {
    // A patch merges objects, so the other type of time is removed.
    Object.assign(body, { start: withoutOtherType(next.start!), end: withoutOtherType(next.end!) })
  }
  const properties = changedProperties(before, next)
  if (properties) body.extendedProperties = { private: properties }
  return { ...body, ...attendeesBody(before.attendees, next.attendees, raw) } as GoogleEvent
}

/** Google may change the zone of an instance. Only bodies of events and series have a recurrence, null if there is none. */
function hasSameTimes(before: GoogleEvent, next: GoogleEvent): boolean {
  if (isEqual([before.start, before.end], [next.start, next.end])) return true
  const [from, to] = [before, next].map((event) => toSpan(event, 'UTC'))
  return !('recurrence' in next) && Boolean(from && to && isSameTime(from, to))
}

function withoutOtherType(time: GoogleTime): GoogleTime {
  return time.date ? { ...time, dateTime: null, timeZone: null } : { ...time, date: null }
}
