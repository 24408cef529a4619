/** A participant of an event with their participation status. */
export interface Participant {
  userId: string | null
  email: string | null
  name: string | null
  status: 'needs-action' | 'accepted' | 'declined' | 'tentative'
}

/** Sorts attendees, which are a set, so that snapshots of the same participants are equal. */
export function sortParticipants<P extends Participant>(people: readonly P[]): P[] {
  const key = ({ userId, email, name }: Participant) => `${userId ?? ''} ${email ?? ''} ${name ?? ''}`
  return people.toSorted((a, b) => (key(a) < key(b) ? -1 : 1))
}
