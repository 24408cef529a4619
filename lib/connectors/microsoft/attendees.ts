import { isEqual } from '@/lib/calendar/is-equal'
import { type AnsweredParticipant, type AnswerStatus, personKey } from '@/lib/calendar/participant'
import type { GraphAttendee, KnownEvent, OwnFields } from './event'

/**
 * Returns the attendees of an event: those of Graph, without rooms, and the people that Kinday keeps in its property. The
 * organizer of an invitation is one of them.
 * @param owner address of the mailbox: in an invitation, its own answer is not in the list of attendees
 */
export function toAttendees(event: KnownEvent, owner: string | null): AnsweredParticipant[] {
  const people = new Map<string, AnsweredParticipant>()
  const add = (person: AnsweredParticipant) => people.set(personKey(person), person)
  const known = event.own?.people ?? []
  if (isInvitation(event)) {
    const { address, name } = event.organizer?.emailAddress ?? {}
    if (address) add(personOf(address, name, 'accepted'))
  }
  for (const { emailAddress, status } of peopleIn(event)) {
    const { address, name } = emailAddress!
    add(personOf(address!, name, STATUSES[status?.response ?? ''] ?? 'needs-action'))
  }
  const responses = new Map(peopleIn(event).map((entry) => [addressOf(entry), responseOf(entry)]))
  for (const { email, name, status, as } of known) {
    const same = people.get(personKey({ userId: null, email, name }))
    if (!same) add({ userId: null, email, name, status })
    else if (as === responses.get(email?.toLowerCase())) add({ ...same, status })
  }
  const own = isInvitation(event) && owner ? STATUSES[event.responseStatus?.response ?? ''] : undefined
  if (own) add({ ...(people.get(owner!) ?? personOf(owner!, undefined, own)), status: own })
  return [...people.values()]
}

/** Returns whether another account organizes an event, so that this one can only answer. */
export function isInvitation({ isOrganizer }: KnownEvent): boolean {
  return isOrganizer === false
}

export interface AttendeesContext {
  owner: string | null
  /** Whether Outlook invites people. It does so whenever they become attendees, so others are kept in the property. */
  notifies: boolean
}

/**
 * Returns the part of a patch that changes the attendees, and the people to keep in the property. Graph takes no answers of
 * others. Attendees keep the fields that Kinday does not know; rooms stay.
 */
export function fromAttendees(
  raw: KnownEvent,
  next: readonly AnsweredParticipant[],
  { owner, notifies }: AttendeesContext,
): { body: { attendees?: GraphAttendee[] }; people: OwnFields['people'] } {
  const current = raw.attendees ?? []
  const wanted = new Set(next.flatMap(({ email }) => email?.toLowerCase() ?? []))
  const kept = current.filter((entry) => !isPerson(entry) || wanted.has(addressOf(entry)!))
  const known = new Map(kept.map((entry) => [addressOf(entry), entry]))
  const added = notifies
    ? next.filter((person) => isInvitable(person, owner) && !known.has(person.email!.toLowerCase()))
    : []
  const attendees = [...kept, ...added.map(toAttendee)]
  const invited = new Map(attendees.map((entry) => [addressOf(entry), entry]))
  const people = next.flatMap(({ email, name, status }) => {
    const entry = email ? invited.get(email.toLowerCase()) : undefined
    if (!entry) return { email, name, status }
    const as = responseOf(entry)
    return status === (STATUSES[as] ?? 'needs-action') ? [] : { email, name, status, as }
  })
  return {
    body: isEqual(attendees, current) ? {} : { attendees },
    people: people.length ? people : undefined,
  }
}

/** Graph's actions by the answers that they give. */
export const ANSWERS: Partial<Record<AnswerStatus, string>> = {
  accepted: 'accept',
  tentative: 'tentativelyAccept',
  declined: 'decline',
}

/** Returns the answer of the mailbox among attendees, if it differs from the one that Graph has. */
export function changedAnswer(
  event: KnownEvent,
  next: readonly AnsweredParticipant[],
  owner: string | null,
): AnswerStatus | null {
  if (!owner) return null
  const wanted = next.find(({ email }) => email?.toLowerCase() === owner)?.status
  return wanted && wanted !== STATUSES[event.responseStatus?.response ?? ''] && ANSWERS[wanted]
    ? wanted
    : null
}

/** The answers of Graph; `none` and `notResponded` are missing. */
const STATUSES: Record<string, AnswerStatus> = {
  accepted: 'accepted',
  organizer: 'accepted',
  declined: 'declined',
  tentativelyAccepted: 'tentative',
}

/** An address that Exchange accepts (RFC 5322 §3.4.1, without quotes). */
const ADDRESS = /^[\w.!#$%&'*+/=?^`{|}~-]+@[A-Za-z\d-]+(\.[A-Za-z\d-]+)*$/

function isInvitable({ email }: AnsweredParticipant, owner: string | null): boolean {
  return email !== null && ADDRESS.test(email) && email.toLowerCase() !== owner
}

function toAttendee({ email, name }: AnsweredParticipant): GraphAttendee {
  return { type: 'required', emailAddress: { address: email!, ...(name && { name }) } }
}

function peopleIn({ attendees = [] }: KnownEvent): GraphAttendee[] {
  return attendees.filter(isPerson)
}

function isPerson(entry: GraphAttendee): boolean {
  return entry.type !== 'resource' && addressOf(entry) !== undefined
}

function responseOf({ status }: GraphAttendee): string {
  return status?.response ?? 'none'
}

function addressOf({ emailAddress }: GraphAttendee): string | undefined {
  return emailAddress?.address?.toLowerCase()
}

/** Outlook's name of a person without one is the address. */
function personOf(address: string, name: string | undefined, status: AnswerStatus): AnsweredParticipant {
  const email = address.toLowerCase()
  return { userId: null, email, name: name && name.toLowerCase() !== email ? name : null, status }
}
