import { z } from 'zod'
import { invitee } from './attendees'
import { ANSWER_STATUSES, MAX_ANSWER_COMMENT, MAX_PARTY_SIZE } from './choices'
import { recurrenceId } from './span'
import { line, uuid } from './text'

/** Answers an invitation. `occurrence`: the occurrence of a series that is answered; without it the whole series. */
export const answerEvent = z
  .object({
    id: uuid,
    /** The version of the event that the attendee looked at. */
    version: z.number().int().min(1),
    occurrence: recurrenceId.optional(),
    status: z.enum(ANSWER_STATUSES),
    partySize: z.number().int().min(1).max(MAX_PARTY_SIZE).default(1),
    comment: line(MAX_ANSWER_COMMENT).default(''),
  })
  .strict()

/** Records the answer that another attendee gave to an editor of the event outside Kinday. */
export const recordAnswer = answerEvent.extend({ attendee: invitee })

/** Reminds the attendees of an event who have not answered. */
export const askAgain = z.object({ event: uuid }).strict()

export const answerEventOutput = z.strictObject({ id: uuid, occurrence: recurrenceId.nullable() })
