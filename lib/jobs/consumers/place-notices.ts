import type { Answer, StoredAnswer } from '@/lib/calendar/answers'
import type { EventSnapshot } from '@/lib/calendar/event'
import { personKey } from '@/lib/calendar/participant'
import type { LimitedEvent } from '@/lib/queries/limited-events'
import type { Happening, Notice } from './notice'

/**
 * Tells users who got a place, or lost it, by the answer or removal of another attendee or by another number of places.
 */
export function placeNotices({ change, seq }: Happening, event: LimitedEvent | undefined): Notice[] {
  if (!event) return []
  const now = event.waiting(event.answers, event.capacity)
  const before =
    change.entity === 'answer'
      ? event.waiting(answersBefore(event, change), event.capacity)
      : event.waiting(event.answers, capacityBefore(change.before), attendeesBefore(change.before))
  const { stream, by, id: eventId } = change
  const answer = change.entity === 'answer' ? ((change.after ?? change.before) as StoredAnswer) : undefined
  return event.attendees.flatMap((person) => {
    const { userId } = person
    const key = personKey(person)
    const isMoved = now.has(key) !== before.has(key) && isAccepted(event, person)
    if (!userId || !isMoved || userId === by || userId === answer?.userId) return []
    return [{ userId, kind: 'changed' as const, eventId, stream, seq, by }]
  })
}

function isAccepted(event: LimitedEvent, person: LimitedEvent['attendees'][number]): boolean {
  const { status, outdatedFor } = event.answerOf(person)
  return status === 'accepted' && !outdatedFor
}

/** Returns the answers as they were before one of them changed. */
function answersBefore({ answers }: LimitedEvent, { before, after }: Happening['change']): Answer[] {
  const changed = (after ?? before) as Answer
  const isChanged = (answer: Answer) =>
    personKey(answer) === personKey(changed) && answer.recurrenceId === changed.recurrenceId
  return [...answers.filter((answer) => !isChanged(answer)), ...(before ? [before as Answer] : [])]
}

function attendeesBefore(before: object | null): EventSnapshot['attendees'] | undefined {
  return (before as EventSnapshot | null)?.attendees
}

/** A version without a limit, or from before there were limits, has none. */
function capacityBefore(before: object | null): number | null {
  return (before as EventSnapshot | null)?.capacity ?? null
}
