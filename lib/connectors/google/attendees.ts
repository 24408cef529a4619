import { isEqual } from '@/lib/calendar/is-equal'
import type { AnsweredParticipant, AnswerStatus } from '@/lib/calendar/participant'
import type { GoogleAttendee, GoogleEvent } from './event'

/** Returns the attendees of a Google event. Rooms and other resources are not people. */
export function toAttendees(attendees: readonly GoogleAttendee[] = []): AnsweredParticipant[] {
  const people = attendees.flatMap(({ email, displayName, responseStatus, resource }) =>
    email && !resource
      ? [
          {
            userId: null,
            email: email.toLowerCase(),
            name: displayName ?? null,
            status: STATUSES[responseStatus ?? ''] ?? ('needs-action' as const),
          },
        ]
      : [],
  )
  return [...new Map(people.map((person) => [person.email, person])).values()]
}

/** An address that Google accepts (RFC 5322 §3.4.1, without quotes). */
const ADDRESS = /^[\w.!#$%&'*+/=?^`{|}~-]+@[A-Za-z\d-]+(\.[A-Za-z\d-]+)*$/

/** Returns attendees in Google's form. People without an address do not exist at Google. */
export function fromAttendees(people: readonly AnsweredParticipant[]): GoogleAttendee[] {
  return people.flatMap(({ email, name, status }) =>
    email && ADDRESS.test(email)
      ? [{ email, ...(name && { displayName: name }), responseStatus: RESPONSES[status] }]
      : [],
  )
}

/**
 * Returns the part of a patch that changes the attendees; empty if they are equal. If Google has shortened the list, or
 * another account organizes the event, only the account's own answer is sent, and the rest of the list stays.
 * @param raw the event as Google has it
 */
export function attendeesBody(
  before: readonly GoogleAttendee[] | undefined,
  next: readonly GoogleAttendee[] = [],
  raw: GoogleEvent,
): Pick<GoogleEvent, 'attendees' | 'attendeesOmitted'> {
  if (before && isEqual(answersOf(before), answersOf(next))) return {}
  if (!raw.attendeesOmitted && !isOrganizedElsewhere(raw)) return { attendees: withKnown(next, raw) }
  const own = raw.attendees?.find(({ self }) => self)
  const answer = own && next.find(({ email }) => email === own.email?.toLowerCase())?.responseStatus
  if (!own || !answer || answer === own.responseStatus) return {}
  return { attendeesOmitted: true, attendees: [{ ...settable(own), responseStatus: answer }] }
}

/**
 * Returns whether another account organizes an event, so that the connected account can only change its own copy. Google
 * leaves out `self` if it is false.
 */
export function isOrganizedElsewhere({ organizer, guestsCanModify }: GoogleEvent): boolean {
  return organizer !== undefined && !organizer.self && !guestsCanModify
}

/** Google shows accounts by the names of their profiles, so names are written but not compared. */
function answersOf(attendees: readonly GoogleAttendee[]): string[] {
  return attendees.map(({ email, responseStatus }) => `${email} ${responseStatus}`).sort()
}

/** Adds the fields that Google has stored for each attendee, and the attendees that are not people, such as rooms. */
function withKnown(attendees: readonly GoogleAttendee[], raw: GoogleEvent): GoogleAttendee[] {
  const known = (raw.attendees ?? []).map(settable)
  const byAddress = new Map(known.map((entry) => [entry.email?.toLowerCase(), entry]))
  return [
    ...attendees.map((entry) => ({ ...byAddress.get(entry.email), ...entry })),
    ...known.filter(({ resource }) => resource),
  ]
}

/** Returns an entry without the fields that only Google sets. */
function settable({ id: _, self: __, organizer: ___, asyncOperation: ____, ...entry }: GoogleAttendee) {
  return entry
}

const STATUSES: Record<string, AnswerStatus> = {
  accepted: 'accepted',
  declined: 'declined',
  tentative: 'tentative',
}

const RESPONSES: Record<AnswerStatus, string> = {
  accepted: 'accepted',
  declined: 'declined',
  tentative: 'tentative',
  'needs-action': 'needsAction',
}
