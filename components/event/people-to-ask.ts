import type { Participant } from '@/lib/calendar/participant'

const KEY = 'gathering-people'

/** Keeps the guests of an event for the form of a new gathering, which opens in a new tab. */
export function keepPeopleToAsk(people: readonly Participant[]): void {
  const known = people.filter(({ userId, email }) => userId || email)
  sessionStorage.setItem(
    KEY,
    JSON.stringify(known.map(({ userId, email, name }) => ({ userId, email, name }))),
  )
}

/** Returns the kept people once. */
export function takePeopleToAsk(): Participant[] {
  const kept = sessionStorage.getItem(KEY)
  sessionStorage.removeItem(KEY)
  return kept ? JSON.parse(kept) : []
}
