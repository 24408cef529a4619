/** How a person takes part. */
export interface Participant {
  userId: string | null
  email: string | null
  name: string | null
  status: 'needs-action' | 'accepted' | 'declined' | 'tentative'
}

/** Attendees are a set: in one order always, so that snapshots of the same people are the same. */
export function sortParticipants<P extends Participant>(people: readonly P[]): P[] {
  const key = ({ userId, email, name }: Participant) => `${userId ?? ''} ${email ?? ''} ${name ?? ''}`
  return people.toSorted((a, b) => (key(a) < key(b) ? -1 : 1))
}
