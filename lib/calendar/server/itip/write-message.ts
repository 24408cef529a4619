import type { CalendarObject } from '@/lib/calendar/event'
import { DEFAULT_GUEST_OPTIONS, NO_TEXTS } from '@/lib/calendar/event-fields'
import type { Override, RecurrenceId } from '@/lib/calendar/series/recurrence'
import { boundsOfSeries } from '@/lib/calendar/series/series'
import type { JcalProperty } from '../ical/jcal'
import { type EventToWrite, writeIcal } from '../ical/write'
import { zonesOf } from '../ical/write-times'
import type { GuestInvitation } from './guest-invitation'
import { fieldsAt } from './next-message'
import type { MailedFields, SentInvitation } from './sent-invitation'

/** Identifies an iTIP message and its parties (RFC 5546 §3.2). */
export interface MessageHeader {
  uid: string
  sequence: number
  created: Date
  /** DTSTAMP. */
  stamp: Date
  organizer: Person
  attendee: Person
}

interface Person {
  email: string
  name: string | null
}

/** Writes a REQUEST. `ids`: the occurrences that it is about; null for the event with all changed occurrences. */
export function writeRequest(
  header: MessageHeader,
  { object }: GuestInvitation,
  ids: readonly RecurrenceId[] | null,
): string {
  return write('REQUEST', header, object, ids, 'NEEDS-ACTION')
}

/** Writes a CANCEL of the event, or of occurrences, with the fields that the guest was sent last. */
export function writeCancel(
  header: MessageHeader,
  sent: SentInvitation,
  ids: readonly RecurrenceId[] | null,
): string {
  const lastFields = sent.event ?? Object.values(sent.occurrences)[0]!
  const overrides = Object.fromEntries(
    (ids ?? []).map((id) => [id, toCancelled(fieldsAt(sent, id) ?? lastFields)] as const),
  )
  const { email, name } = header.attendee
  const object: CalendarObject = {
    ...toCancelled({ ...lastFields, span: sent.span }),
    ...{ kind: 'meeting', visibility: 'default', color: null, busy: true, done: false, unknown: [] },
    ...{ recurrence: null, overrides, attendees: [{ userId: null, email, name, status: 'needs-action' }] },
  }
  return write('CANCEL', header, object, ids)
}

function toCancelled({ span, title, location }: MailedFields) {
  return { ...NO_TEXTS, ...DEFAULT_GUEST_OPTIONS, span, title, location, status: 'cancelled' } as const
}

function write(
  method: 'REQUEST' | 'CANCEL',
  { uid, sequence, created, stamp, organizer, attendee }: MessageHeader,
  object: CalendarObject,
  ids: readonly RecurrenceId[] | null,
  partstat?: string,
): string {
  const rsvpParams = {
    cutype: 'INDIVIDUAL',
    role: 'REQ-PARTICIPANT',
    ...(partstat && { rsvp: 'TRUE', partstat }),
  }
  // The iCalendar writer keeps the parameters of these properties and adds PARTSTAT.
  const unknown: JcalProperty[] = [
    ['organizer', withName({}, organizer), 'cal-address', `mailto:${organizer.email}`],
    ['attendee', withName(rsvpParams, attendee), 'cal-address', `mailto:${attendee.email}`],
  ]
  const withAttendee = <F extends Override | CalendarObject>(fields: F): F =>
    fields.attendees
      ? { ...fields, attendees: fields.attendees.map((person) => ({ ...person, ...attendee })) }
      : fields
  const overrides = Object.fromEntries(
    Object.entries(object.overrides).map(([id, override]) => [id, withAttendee(override)]),
  )
  const content = { ...withAttendee(object), overrides, unknown } as CalendarObject
  const event: EventToWrite = {
    ...{ uid, sequence, created, modified: stamp, content },
    ...(ids && { only: ids }),
  }
  const { from, to } = boundsOfSeries(content)
  const years = { from: yearOf(from), to: Math.min(yearOf(to), yearOf(from) + MAX_ZONE_YEARS) }
  const zones = new Map([...zonesOf(content)].map((zone) => [zone, years]))
  return [...writeIcal({ method, zones }, [event])].join('')
}

/** Maximum number of years for which a VTIMEZONE lists clock changes. Rules without an end stay valid afterwards. */
const MAX_ZONE_YEARS = 10

function yearOf(instant: number): number {
  return new Date(instant).getUTCFullYear()
}

function withName(params: Record<string, string>, { name }: Person): Record<string, string> {
  return name ? { cn: name, ...params } : params
}
