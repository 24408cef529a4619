import type { Answer, StoredAnswer } from '@/lib/calendar/answers'
import type { EventSnapshot } from '@/lib/calendar/event'
import { type Participant, personKey } from '@/lib/calendar/participant'
import { type LimitedEvent, placeOf } from '@/lib/queries/limited-events'
import type { Notice, StreamChange } from './notice'

/** An attendee who got a place, or lost it and waits. */
export interface PlaceChange {
  eventId: string
  person: Participant
  isWaiting: boolean
}

/**
 * Returns the attendees who got or lost a place because another attendee answered or was removed, or because the number
 * of places changed.
 */
export function placeChanges({ change }: StreamChange, event: LimitedEvent | undefined): PlaceChange[] {
  if (!event) return []
  const { answers, capacity } = event
  // Uses the versions in the change, since the present event may contain later changes of the same batch.
  const waitingIn = (version: object | null) =>
    event.waiting(answers, capacityOf(version), attendeesOf(version))
  const isAnswer = change.entity === 'answer'
  const waitingNow = isAnswer ? event.waiting(answers, capacity) : waitingIn(change.after)
  const waitingBefore = isAnswer
    ? event.waiting(answersBefore(event, change), capacity)
    : waitingIn(change.before)
  const answer = isAnswer ? ((change.after ?? change.before) as StoredAnswer) : undefined
  const answererKey = answer && personKey(answer)
  return event.attendees.flatMap((person) => {
    const key = personKey(person)
    if (key === answererKey || waitingNow.has(key) === waitingBefore.has(key) || !placeOf(event, person))
      return []
    return [{ eventId: change.id, person, isWaiting: waitingNow.has(key) }]
  })
}

/** Returns the notifications of users who got or lost a place. */
export function placeNotices({ change, seq }: StreamChange, places: readonly PlaceChange[]): Notice[] {
  const { stream, by } = change
  return places.flatMap(({ eventId, person: { userId } }) =>
    userId && userId !== by ? [{ userId, kind: 'changed' as const, eventId, stream, seq, by }] : [],
  )
}

/** Returns the answers as they were before one of them changed. */
function answersBefore({ answers }: LimitedEvent, { before, after }: StreamChange['change']): Answer[] {
  const changed = (after ?? before) as Answer
  const isChanged = (answer: Answer) =>
    personKey(answer) === personKey(changed) && answer.recurrenceId === changed.recurrenceId
  return [...answers.filter((answer) => !isChanged(answer)), ...(before ? [before as Answer] : [])]
}

function attendeesOf(version: object | null): EventSnapshot['attendees'] | undefined {
  return (version as EventSnapshot | null)?.attendees
}

/** Returns the capacity of a version; null if it has no limit, or was recorded before events could have one. */
function capacityOf(version: object | null): number | null {
  return (version as EventSnapshot | null)?.capacity ?? null
}
