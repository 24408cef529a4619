import { DAY, dayNumber } from './day'
import { isEqual } from './is-equal'
import { type AnswerStatus, type Participant, personKey } from './participant'
import { type RecurrenceId, type Series, startWall } from './series/recurrence'
import { occurrenceAt, slotSpan, spanStartingAt } from './series/series'
import type { Span } from './span'

/** An attendee's answer to an event, or to one occurrence of a series. */
export interface Answer extends Participant {
  /** Null: the event, or the series as a whole. */
  recurrenceId: RecurrenceId | null
  status: AnswerStatus
  /** Number of people: the attendee and everyone they bring. */
  partySize: number
  comment: string
  /** Time of the event when the attendee answered. */
  givenFor: Span
  /** When the attendee answered, as an ISO timestamp. Undefined for an answer that is not stored yet. */
  answeredAt?: string | undefined
}

/** Sources of answers: the attendee in Kinday or by mail, an editor of the event who recorded it, or a file. */
export const ANSWER_SOURCES = ['app', 'mail', 'organizer', 'import'] as const

/** An answer as it is stored. */
export type StoredAnswer = Answer & { id: string; source: (typeof ANSWER_SOURCES)[number] }

/** An answer as it applies to an event or an occurrence. */
export interface AppliedAnswer extends Pick<Answer, 'status' | 'partySize' | 'comment' | 'answeredAt'> {
  /** Set if the event has moved since: the time that the answer was given for. Such an answer is not counted. */
  outdatedFor: Span | null
}

export const NO_ANSWER: AppliedAnswer = {
  status: 'needs-action',
  partySize: 1,
  comment: '',
  outdatedFor: null,
}

/**
 * Returns a function that looks up an attendee's answer to an occurrence: the answer to the occurrence itself, else to
 * its series. A null id stands for a single event or the whole series. An answer applies to the time that it was given
 * for, so moving an event outdates its answers, and moving it back restores them.
 * @param managed ids of attendees without an account, who cannot answer: they count as accepted, unless an editor has
 *   recorded another answer
 */
export function answerLookup(
  series: Series,
  answers: readonly Answer[],
  managed: readonly string[] = [],
): (person: Participant, id: RecurrenceId | null) => AppliedAnswer {
  const lookUpGiven = givenAnswerLookup(series, answers)
  return (person, id) => {
    const answer = lookUpGiven(person, id)
    const isAccepted = managed.includes(person.userId ?? '') && countedStatus(answer) === 'needs-action'
    return isAccepted ? { ...NO_ANSWER, status: 'accepted' } : answer
  }
}

function givenAnswerLookup(series: Series, answers: readonly Answer[]): ReturnType<typeof answerLookup> {
  const answersByKey = new Map(answers.map((answer) => [keyOf(answer, answer.recurrenceId), answer]))
  return (person, id) => {
    const occurrenceAnswer = id === null ? undefined : answersByKey.get(keyOf(person, id))
    if (occurrenceAnswer)
      return toAppliedAnswer(
        occurrenceAnswer,
        occurrenceAt(series, id!)?.span ?? occurrenceAnswer.givenFor,
        occurrenceAnswer.givenFor,
      )
    const seriesAnswer = answersByKey.get(keyOf(person, null))
    if (!seriesAnswer) return NO_ANSWER
    if (id === null || !series.recurrence)
      return toAppliedAnswer(seriesAnswer, series.span, seriesAnswer.givenFor)
    const slot = slotSpan(series, id)
    // The span of the occurrence when the answer was given. The series, or only this occurrence, may have moved since.
    const givenFor = toSplitAnswer(seriesAnswer, series.span, slot).givenFor
    return toAppliedAnswer(seriesAnswer, occurrenceAt(series, id)?.span ?? slot, givenFor)
  }
}

function toAppliedAnswer(
  { status, partySize, comment, answeredAt }: Answer,
  span: Span,
  givenFor: Span,
): AppliedAnswer {
  const outdatedFor = isEqual(span, givenFor) ? null : givenFor
  return { status, partySize, comment, outdatedFor, ...(answeredAt && { answeredAt }) }
}

/** Returns the status that counts: an outdated answer counts as no answer. */
export function countedStatus({ status, outdatedFor }: AppliedAnswer): AnswerStatus {
  return outdatedFor ? 'needs-action' : status
}

function keyOf(person: Participant, id: RecurrenceId | null): string {
  return `${id ?? ''} ${personKey(person)}`
}

/** Converts an answer to a whole series into an answer to the part of it that is split off at `cut`. */
export function toSplitAnswer<A extends Answer>(answer: A, series: Span, cut: Span): A {
  const givenFor = isEqual(answer.givenFor, series)
    ? cut
    : shiftSpan(answer.givenFor, daysBetween(series, cut))
  return { ...answer, givenFor }
}

function daysBetween(from: Span, to: Span): number {
  return dayNumber(to.start.slice(0, 10)) - dayNumber(from.start.slice(0, 10))
}

function shiftSpan(span: Span, days: number): Span {
  return spanStartingAt(span, startWall(span) + days * DAY)
}
