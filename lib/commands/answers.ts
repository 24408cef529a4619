import { principalOf } from '@/lib/access/actor'
import type { Answer } from '@/lib/calendar/answers'
import { participantOf, personKey } from '@/lib/calendar/participant'
import { answerInvitation } from '@/lib/commands/effects/answer-invitation'
import { giveAnswer } from '@/lib/commands/effects/give-answer'
import { command } from '@/lib/commands/pipeline/execute'
import { resolveOccurrence } from '@/lib/commands/pipeline/resolve-occurrence'
import { identityOf } from '@/lib/commands/rows/answers'
import { fieldError } from '@/lib/errors'
import * as schemas from '@/lib/schemas/answers'

/**
 * Answers an invitation to an event, an occurrence or a series. An answer to a series replaces the attendee's answers
 * to single occurrences. An answer from an outdated page applies to the time that the page showed.
 */
export const answerEvent = command({
  name: 'answerEvent',
  input: schemas.answerEvent,
  output: schemas.answerEventOutput,
  on: ({ id }) => ({ event: ['answer', 'event', id] }),
  run: ({ tx, grants, actor }, { id: _, ...answer }) => answerInvitation(tx, actor, grants.event, answer),
})

/**
 * Records the answer that an attendee gave outside Kinday. The history names the editor who recorded it; the attendee
 * can answer differently later.
 */
export const recordAnswer = command({
  name: 'recordAnswer',
  input: schemas.recordAnswer,
  output: schemas.answerEventOutput,
  on: ({ id }) => ({ event: ['write', 'event', id] }),
  async run({ tx, grants, actor }, { version, occurrence, attendee, status, partySize, comment }) {
    const { current, row, id, view, before } = await resolveOccurrence(
      tx,
      actor,
      grants.event,
      version,
      occurrence,
    )
    const key = personKey(participantOf(attendee))
    const person = view.attendees.find((other) => personKey(other) === key)
    if (!person) throw fieldError('attendee', 'invalid')
    const given = { recurrenceId: id ?? null, status, partySize, comment }
    const answer: Answer = { ...identityOf(person), ...given, givenFor: (before ?? view).span }
    const isSelf = person.userId !== null && person.userId === principalOf(actor)
    const changes = await giveAnswer(tx, current, row.answers, answer, isSelf ? 'app' : 'organizer')
    return { result: { id: current.id, occurrence: id ?? null }, changes }
  },
})
