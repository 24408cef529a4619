import {
  type InviteeInput,
  type Participant,
  participantOf,
  personKey,
  sortParticipants,
} from '@/lib/calendar/participant'
import { fieldError } from '@/lib/errors'

/** The people whom an actor may invite. */
interface Invitable {
  /** People whom the actor may invite by id. */
  known: readonly { id: string }[]
  /** Attendees that are invited already. */
  before: readonly Participant[]
  /** The actor's account and verified address. */
  own: { userId: string; email: string } | null
}

/**
 * Returns the attendees that a form names: users that the actor knows, addresses, and those who are invited already. A
 * person who is named several times is one attendee. An address is never matched with the account of another user: that
 * would reveal whose it is.
 * @throws AppError INVALID
 */
export function invitedParticipants(
  invitees: readonly InviteeInput[],
  { known, before, own }: Invitable,
): Participant[] {
  const people = new Map<string, Participant>()
  for (const invitee of invitees) {
    const person = participantOf(invitee)
    const self = person.email !== null && person.email === own?.email ? own.userId : null
    const key = self ?? personKey(person)
    const existing = before.find((participant) => personKey(participant) === key)
    const isKnown = self !== null || person.email !== null || known.some(({ id }) => id === person.userId)
    if (!existing && !isKnown) throw fieldError('attendees', 'invalid')
    const named = people.get(key)?.name ? people.get(key)! : person
    people.set(key, existing ?? (self ? { userId: self, email: null, name: null } : named))
  }
  return sortParticipants([...people.values()])
}

/** Returns the groups whose later members are invited: those invited already, and groups that the actor is in. */
export function checkedGroups(
  ids: readonly string[],
  known: readonly { id: string }[],
  before: readonly string[],
): string[] {
  const groups = [...new Set(ids)].sort()
  if (!groups.every((id) => before.includes(id) || known.some((group) => group.id === id)))
    throw fieldError('groups', 'invalid')
  return groups
}

/**
 * Returns the sorted users from whom an edit hides an event: those from whom it is hidden already, and users that the
 * actor knows. Refuses the actor and the user who created the event.
 */
export function hideableUsers(
  ids: readonly string[],
  {
    known,
    before,
    excluded,
  }: {
    known: readonly { id: string | null }[]
    before: readonly string[]
    excluded: readonly (string | null)[]
  },
): string[] {
  const users = [...new Set(ids)].sort()
  const isAllowed = (id: string) =>
    !excluded.includes(id) && (before.includes(id) || known.some((person) => person.id === id))
  if (!users.every(isAllowed)) throw fieldError('hiddenFrom', 'invalid')
  return users
}
