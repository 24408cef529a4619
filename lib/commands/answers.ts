import { type Actor, requirePrincipal } from '@/lib/access/actor'
import type { Answer } from '@/lib/calendar/answers'
import { guestParticipant, type Participant, personKey } from '@/lib/calendar/participant'
import { giveAnswer } from '@/lib/commands/effects/give-answer'
import { command } from '@/lib/commands/pipeline/execute'
import { resolveOccurrence } from '@/lib/commands/pipeline/resolve-occurrence'
import { AppError } from '@/lib/errors'
import * as schemas from '@/lib/schemas/answers'

/**
 * Answers an invitation for the event, one occurrence, or a whole series, where it replaces the attendee's answers to
 * single occurrences. An answer from a page that others have made stale applies to the time that the page showed.
 */
export const answerEvent = command({
  name: 'answerEvent',
  input: schemas.answerEvent,
  output: schemas.answerEventOutput,
  on: ({ id }) => ({ event: ['answer', 'event', id] }),
  async run({ tx, grants, actor }, { version, occurrence, status, partySize, comment }) {
    const self = attendeeOf(actor)
    const isSelf = (person: Participant) => personKey(person) === personKey(self)
    const { current, row, id, view, before } = await resolveOccurrence(
      tx,
      actor,
      grants.event,
      version,
      occurrence,
      'answer',
    )
    if (!view.attendees.some(isSelf)) throw new AppError('FORBIDDEN')
    const result = { id: current.id, occurrence: id ?? null }
    const given = { recurrenceId: id ?? null, status, partySize, comment }
    const answer: Answer = { ...self, ...given, givenFor: (before ?? view).span }
    return { result, changes: await giveAnswer(tx, current, row.answers, answer) }
  },
})

/** Returns the attendee that an actor answers for: the user, or the guest of a link. */
function attendeeOf(actor: Actor): Participant {
  if (actor.kind === 'guest') return guestParticipant(actor.person)
  return { userId: requirePrincipal(actor), email: null, name: null }
}
