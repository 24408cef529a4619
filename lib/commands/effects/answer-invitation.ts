import type { z } from 'zod'
import type { Tx } from '@/db/client'
import { type Actor, requirePrincipal } from '@/lib/access/actor'
import type { Grant } from '@/lib/access/grant'
import type { Answer } from '@/lib/calendar/answers'
import { guestParticipant, type Participant, personKey } from '@/lib/calendar/participant'
import type { Outcome } from '@/lib/commands/pipeline/changes'
import { resolveOccurrence } from '@/lib/commands/pipeline/resolve-occurrence'
import { AppError } from '@/lib/errors'
import type { answerEvent, answerEventOutput } from '@/lib/schemas/answers'
import { giveAnswer } from './give-answer'

/** Records the answer of an actor who is invited to an event, an occurrence or a series. */
export async function answerInvitation(
  tx: Tx,
  actor: Actor,
  event: Grant<'answer', 'event'>,
  { version, occurrence, status, partySize, comment }: Omit<z.output<typeof answerEvent>, 'id'>,
): Promise<Outcome<z.output<typeof answerEventOutput>>> {
  const self = attendeeOf(actor)
  const isSelf = (person: Participant) => personKey(person) === personKey(self)
  const { current, row, id, view, before } = await resolveOccurrence(
    tx,
    actor,
    event,
    version,
    occurrence,
    'answer',
  )
  if (!view.attendees.some(isSelf)) throw new AppError('FORBIDDEN')
  const result = { id: current.id, occurrence: id ?? null }
  const given = { recurrenceId: id ?? null, status, partySize, comment }
  const answer: Answer = { ...self, ...given, givenFor: (before ?? view).span }
  return { result, changes: await giveAnswer(tx, current, row.answers, answer) }
}

/** Returns the attendee that an actor answers for: the user, or the guest of a link. */
function attendeeOf(actor: Actor): Participant {
  if (actor.kind === 'guest') return guestParticipant(actor.person)
  return { userId: requirePrincipal(actor), email: null, name: null }
}
