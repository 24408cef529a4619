import { wallOf } from '@/lib/calendar/day'
import type { CalendarObject } from '@/lib/calendar/event'
import { instantsOf } from '@/lib/calendar/span'
import type { Zone } from '@/lib/calendar/zones/zone'
import { attendeesBody, fromAttendees } from './attendees'
import type { GoogleEvent, GoogleObject } from './event'
import { toRecurrenceId, toSpan } from './times'
import type { GoogleWrite } from './writes'

/**
 * Returns the instances of a series that the account does not see, because it is invited to these only, as an event:
 * the first one, with the others as added dates. Null if the series is there, or if nothing is left of it.
 */
export function orphanObject({ root, instances }: GoogleObject, calendarZone: Zone): GoogleObject | null {
  if (root.start && root.status !== 'cancelled') return null
  const [first, ...others] = instances
    .filter(({ status, start }) => status !== 'cancelled' && start)
    .toSorted((a, b) => (startOf(a, calendarZone) < startOf(b, calendarZone) ? -1 : 1))
  if (!first) return null
  const { recurringEventId: _, originalStartTime: __, ...event } = first
  if (!others.length) return { root: event, instances: [{ ...first, originalStartTime: first.start! }] }
  const isAllDay = Boolean(first.start!.date)
  const dates = others.map((instance) => startOf(instance, calendarZone)).join()
  return {
    root: { ...event, recurrence: [`RDATE${isAllDay ? ';VALUE=DATE' : ''}:${dates}`] },
    instances: [first, ...others].map((instance) => ({ ...instance, originalStartTime: instance.start! })),
  }
}

/** Returns the requests that write the account's answers to such instances. Nothing else of them can be changed. */
export function answerWrites(
  object: GoogleObject,
  { attendees, overrides }: CalendarObject,
  calendarZone: Zone,
): GoogleWrite[] {
  const span = toSpan(object.root, calendarZone)!
  return object.instances.flatMap((instance) => {
    const id = toRecurrenceId(instance.start, span)
    const people = fromAttendees((id && overrides[id]?.attendees) || attendees)
    const body = attendeesBody(undefined, people, { ...instance, attendeesOmitted: true })
    return body.attendees ? [{ method: 'patch', id: instance.id!, body }] : []
  })
}

/** Returns the start of an instance as iCalendar writes it. */
function startOf(instance: GoogleEvent, calendarZone: Zone): string {
  const span = toSpan(instance, calendarZone)!
  if (span.type === 'all-day') return span.start.replaceAll('-', '')
  return `${wallOf(instantsOf(span, calendarZone).from).replace(/[-:]/g, '')}Z`
}
