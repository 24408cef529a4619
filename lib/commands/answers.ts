import type { z } from 'zod'
import type { Tx } from '@/db/client'
import { type Actor, principalOf, requirePrincipal } from '@/lib/access/actor'
import type { Grant } from '@/lib/access/grant'
import type { EventRow } from '@/lib/access/nouns/event'
import type { Answer } from '@/lib/calendar/answers'
import { guestParticipant, type Participant, participantOf, personKey } from '@/lib/calendar/participant'
import type { RecurrenceId } from '@/lib/calendar/series/recurrence'
import { giveAnswer } from '@/lib/commands/effects/give-answer'
import { renameGuest } from '@/lib/commands/effects/rename-guest'
import type { Outcome } from '@/lib/commands/pipeline/changes'
import { command } from '@/lib/commands/pipeline/execute'
import { resolveOccurrence } from '@/lib/commands/pipeline/resolve-occurrence'
import { personIdentity } from '@/lib/commands/rows/answers'
import { AppError, fieldError } from '@/lib/errors'
import * as schemas from '@/lib/schemas/answers'
import * as guestSchemas from '@/lib/schemas/guests'

/**
 * Answers an invitation to an event, an occurrence or a series. An answer to a series replaces the attendee's answers
 * to single occurrences. If the attendee is invited to one occurrence only, the answer is to that occurrence. An answer
 * from an outdated page applies to the time that the page showed.
 */
export const answerEvent = command({
  name: 'answerEvent',
  input: schemas.answerEvent,
  output: schemas.answerEventOutput,
  on: ({ id }) => ({ event: ['answer', 'event', id] }),
  run: ({ tx, grants, actor }, { id: _, ...answer }) => answerInvitation(tx, actor, grants.event, answer),
})

/**
 * Records the answer of the guest of a link, and changes the guest's name. The answer is recorded first, since earlier
 * versions of the event contain the former name.
 */
export const answerAsGuest = command({
  name: 'answerAsGuest',
  input: guestSchemas.answerAsGuest,
  output: schemas.answerEventOutput,
  on: ({ id }) => ({ event: ['answer', 'event', id] }),
  async run({ tx, grants, actor, now }, { id: _, name, ...answer }) {
    if (actor.kind !== 'guest') throw new AppError('FORBIDDEN')
    const { result, changes } = await answerInvitation(tx, actor, grants.event, answer)
    if (name === undefined) return { result, changes }
    return { result, changes: [...changes, ...(await renameGuest(tx, actor, grants.event.row, name, now))] }
  },
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
    const answerFields = { recurrenceId: id ?? null, status, partySize, comment }
    const answer: Answer = { ...personIdentity(person), ...answerFields, givenFor: (before ?? view).span }
    const isSelf = person.userId !== null && person.userId === principalOf(actor)
    const changes = await giveAnswer(tx, current, row.answers, answer, isSelf ? 'app' : 'organizer')
    return { result: { id: current.id, occurrence: id ?? null }, changes }
  },
})

/** Records the answer of an actor who is invited to an event, an occurrence or a series. */
export async function answerInvitation(
  tx: Tx,
  actor: Actor,
  event: Grant<'answer', 'event'>,
  { version, occurrence, status, partySize, comment }: Omit<z.output<typeof schemas.answerEvent>, 'id'>,
): Promise<Outcome<z.output<typeof schemas.answerEventOutput>>> {
  const self = attendeeOf(actor)
  const isSelf = (person: Participant) => personKey(person) === personKey(self)
  const { current, row, id, view, before } = await resolveOccurrence(
    tx,
    actor,
    event,
    version,
    occurrence ?? onlyOccurrence(event.row),
    'answer',
  )
  // An attendee of a part of a series must not learn which other occurrences there are.
  if (!view.attendees.some(isSelf)) throw new AppError(row.part ? 'NOT_FOUND' : 'FORBIDDEN')
  const result = { id: current.id, occurrence: id ?? null }
  const answerFields = { recurrenceId: id ?? null, status, partySize, comment }
  const answer: Answer = { ...self, ...answerFields, givenFor: (before ?? view).span }
  return { result, changes: await giveAnswer(tx, current, row.answers, answer) }
}

/** Returns the occurrence that an actor attends; undefined if there are several, or if the actor attends the series. */
function onlyOccurrence({ part }: EventRow): RecurrenceId | undefined {
  const ids = part?.isSingle ? Object.keys(part.overrides) : []
  return ids.length === 1 ? ids[0] : undefined
}

/** Returns the attendee that an actor answers for: the user, or the guest of a link. */
function attendeeOf(actor: Actor): Participant {
  if (actor.kind === 'guest') return guestParticipant(actor.person)
  return { userId: requirePrincipal(actor), email: null, name: null }
}
