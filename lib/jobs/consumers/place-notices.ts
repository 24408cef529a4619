import type { Answer, StoredAnswer } from '@/lib/calendar/answers'
import type { EventSnapshot } from '@/lib/calendar/event'
import { personKey } from '@/lib/calendar/participant'
import type { LimitedEvent } from '@/lib/queries/limited-events'
import type { Notice, StreamChange } from './notice'

/**
 * Returns notifications for users who got or lost a place because another attendee answered or was removed, or because
 * the number of places changed.
 */
export function placeNotices({ change, seq }: StreamChange, event: LimitedEvent | undefined): Notice[] {
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
function answersBefore({ answers }: LimitedEvent, { before, after }: StreamChange['change']): Answer[] {
  const changed = (after ?? before) as Answer
  const isChanged = (answer: Answer) =>
    personKey(answer) === personKey(changed) && answer.recurrenceId === changed.recurrenceId
  return [...answers.filter((answer) => !isChanged(answer)), ...(before ? [before as Answer] : [])]
}

function attendeesBefore(before: object | null): EventSnapshot['attendees'] | undefined {
  return (before as EventSnapshot | null)?.attendees
}

/** Returns the capacity of a version; null if it has no limit, or was recorded before events could have one. */
function capacityBefore(before: object | null): number | null {
  return (before as EventSnapshot | null)?.capacity ?? null
}
