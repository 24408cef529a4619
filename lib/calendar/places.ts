import { type AppliedAnswer, countedStatus } from './answers'
import { type Participant, personKey } from './participant'

/** An attendee with the answer that applies. */
type Guest = Participant & AppliedAnswer

/**
 * Returns the keys of the attendees who wait for a place. Accepted answers take places in the order in which they were
 * given, one for each person of the party. From the first party that no longer fits, all wait: no party is overtaken by
 * a smaller one. Answers from files have no time and come first; answers of the same time are ordered by key.
 */
export function waitingGuests(guests: readonly Guest[], capacity: number | null): ReadonlySet<string> {
  if (capacity === null) return new Set()
  const accepted = guests.filter((guest) => countedStatus(guest) === 'accepted')
  let taken = 0
  const waiting = accepted.toSorted(byAnswer).filter(({ partySize }) => {
    taken += partySize
    return taken > capacity
  })
  return new Set(waiting.map(personKey))
}

function byAnswer(a: Guest, b: Guest): number {
  const at = ({ answeredAt }: Guest) => (answeredAt ? Date.parse(answeredAt) : 0)
  // Date.parse drops microseconds, so the text orders answers of the same millisecond.
  const exact = (guest: Guest) => `${guest.answeredAt ?? ''} ${personKey(guest)}`
  return at(a) - at(b) || (exact(a) < exact(b) ? -1 : 1)
}
