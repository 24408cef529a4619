import type { Tx } from '@/db/client'
import type { Answer, StoredAnswer } from '@/lib/calendar/answers'
import type { EventSnapshot } from '@/lib/calendar/event'
import { isEqual } from '@/lib/calendar/is-equal'
import { type Participant, personKey } from '@/lib/calendar/participant'
import type { Change } from '@/lib/commands/pipeline/changes'
import { deleteAnswers, writeAnswers } from '@/lib/commands/rows/answers'
import { answerChange, notifyFullPlacements } from './answer-changes'

/**
 * Writes an attendee's answer. An answer to a whole series replaces the attendee's answers to single occurrences.
 * @param answers the answers to the event
 * @returns the changes; none if the attendee has given this answer already
 */
export async function giveAnswer(
  tx: Tx,
  event: EventSnapshot,
  answers: readonly StoredAnswer[],
  answer: Answer,
  source: StoredAnswer['source'] = 'app',
): Promise<Change[]> {
  const earlier = answers.filter((other) => personKey(other) === personKey(answer))
  const previous = earlier.find(({ recurrenceId }) => recurrenceId === answer.recurrenceId) ?? null
  const others = answer.recurrenceId === null ? earlier.filter((other) => other !== previous) : []
  if (!others.length && previous && isEqual({ ...previous, ...answer, source }, previous)) return []
  await deleteAnswers(
    tx,
    others.map(({ id }) => id),
  )
  const [written] = await writeAnswers(tx, [{ eventId: event.id, answer }], source)
  return [
    answerChange(event, previous, written!.answer),
    ...others.map((other) => answerChange(event, other, null)),
    ...(await notifyFullPlacements(tx, [event])),
  ]
}

/** Declines an event, or a series as a whole, for an attendee. */
export async function declineEvent(
  tx: Tx,
  event: EventSnapshot,
  answers: readonly StoredAnswer[],
  person: Participant,
): Promise<Change[]> {
  const answerFields = { recurrenceId: null, status: 'declined', partySize: 1, comment: '' } as const
  return giveAnswer(tx, event, answers, { ...person, ...answerFields, givenFor: event.span })
}
