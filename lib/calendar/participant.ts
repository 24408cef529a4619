/** A person invited to an event. Part of the event's content, unlike the person's answer (answers.ts). */
export interface Participant {
  userId: string | null
  email: string | null
  name: string | null
}

/** A participant with the status that iCalendar states beside the person (PARTSTAT). */
export interface AnsweredParticipant extends Participant {
  status: AnswerStatus
}

export type AnswerStatus = 'needs-action' | 'accepted' | 'declined' | 'tentative'

/** A person as a form names them: the id of an account, an address, or the name of a guest who has neither. */
export type InviteeInput = string | { email: string; name?: string | undefined } | { name: string }

/** Returns the participant that a form names. */
export function participantOf(invitee: InviteeInput): Participant {
  if (typeof invitee === 'string') return { userId: invitee, email: null, name: null }
  return { userId: null, email: 'email' in invitee ? invitee.email : null, name: invitee.name ?? null }
}

/** Converts a participant to the input of a form. */
export function inviteeOf({ userId, email, name }: Participant): InviteeInput {
  if (userId) return userId
  if (email) return { email, ...(name && { name }) }
  return { name: name ?? '' }
}

/** Returns all attendees of an event and of its occurrences. The same person can be contained several times. */
export function everyoneIn<P extends Participant>({
  attendees,
  overrides,
}: {
  attendees: readonly P[]
  overrides: Record<string, { attendees?: readonly P[] }>
}): P[] {
  return [...attendees, ...Object.values(overrides).flatMap((override) => override.attendees ?? [])]
}

/** Returns the addresses, in lower case, of guests without an account of an event or its occurrences. */
export function addressesIn(event: Parameters<typeof everyoneIn<Participant>>[0]): string[] {
  const addresses = everyoneIn(event).flatMap(({ userId, email }) =>
    userId ? [] : (email?.toLowerCase() ?? []),
  )
  return [...new Set(addresses)]
}

/** Returns the key that identifies a participant: account, else address, else name. */
export function personKey({ userId, email, name }: Participant): string {
  return userId ?? email?.toLowerCase() ?? `name:${name ?? ''}`
}

/** Returns the people with the added ones, each once. */
export function withParticipants(
  people: readonly Participant[],
  added: readonly Participant[],
): Participant[] {
  const existingKeys = new Set(people.map(personKey))
  return [...people, ...added.filter((person) => !existingKeys.has(personKey(person)))]
}

/** Returns the participant for a guest without an account, identified by address or, without an address, by name. */
export function guestParticipant({ email, name }: Pick<Participant, 'email' | 'name'>): Participant {
  return { userId: null, email, name: email === null ? name : null }
}

/** Sorts attendees, which are a set, so that snapshots of the same people are equal. */
export function sortParticipants<P extends Participant>(people: readonly P[]): P[] {
  const key = ({ userId, email, name }: Participant) => `${userId ?? ''} ${email ?? ''} ${name ?? ''}`
  return people.toSorted((a, b) => (key(a) < key(b) ? -1 : 1))
}
