import { z } from 'zod'
import { ANSWER_STATUSES, MAX_ANSWER_COMMENT } from './choices'
import { line, uuid } from './text'

/** A guest's answer by mail (RFC 5546 §3.2.3, §3.2.7). */
export const answerByMail = z
  .object({
    event: uuid,
    /** SEQUENCE of the invitation that is answered; null: the present one. */
    sequence: z.number().int().min(0).nullable(),
    /** RECURRENCE-ID as a time, with the wall time for series without zone; null: the event or series as a whole. */
    at: z
      .object({ wall: z.number(), isDate: z.boolean(), zone: z.string().nullable(), local: z.number() })
      .nullable(),
    /** Null: only a comment, which keeps the status. */
    status: z.enum(ANSWER_STATUSES).nullable(),
    comment: line(MAX_ANSWER_COMMENT),
  })
  .strict()
