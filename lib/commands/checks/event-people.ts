import type { Person } from '@/lib/access/nouns/user'
import { type Participant, sortParticipants } from '@/lib/calendar/participant'
import { fieldError } from '@/lib/errors'

/**
 * Returns the attendees with these user ids: those already invited, and others that the actor knows. Guests by e-mail,
 * who have no user id, stay.
 */
export function knownParticipants(
  ids: readonly string[],
  known: readonly Person[],
  before: readonly Participant[],
): Participant[] {
  const people = [...new Set(ids)].map((id): Participant => {
    const already = before.find((participant) => participant.userId === id)
    if (already) return already
    if (!known.some((person) => person.id === id)) throw fieldError('attendees', 'invalid')
    return { userId: id, email: null, name: null }
  })
  return sortParticipants([...people, ...before.filter(({ userId }) => userId === null)])
}

/**
 * The users that an event is to be hidden from, sorted: those that it is hidden from already, and users that the actor
 * knows. Never the actor, nor the user who created the event.
 */
export function hideableUsers(
  ids: readonly string[],
  {
    known,
    before,
    never,
  }: {
    known: readonly { id: string | null }[]
    before: readonly string[]
    never: readonly (string | null)[]
  },
): string[] {
  const users = [...new Set(ids)].sort()
  const isAllowed = (id: string) =>
    !never.includes(id) && (before.includes(id) || known.some((person) => person.id === id))
  if (!users.every(isAllowed)) throw fieldError('hiddenFrom', 'invalid')
  return users
}
