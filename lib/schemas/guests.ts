import { z } from 'zod'
import { answerEvent } from './answers'
import {
  ANSWER_STATUSES,
  GUEST_REMINDERS,
  MAX_CLAIM_COMMENT,
  MAX_GUEST_COMMENT_LENGTH,
  MAX_WANTED,
} from './choices'
import { commentText } from './comments'
import { email } from './email'
import { LANGUAGES } from './languages'
import { recurrenceId } from './span'
import { line, personName, uuid } from './text'

const name = personName(100)

/** Identifies a guest link of an event, to revoke or resend it. */
export const guestLink = z.object({ event: uuid, link: uuid }).strict()

/** Replaces the link of an attendee without an account, identified by address or else by name. */
export const renewGuestLink = z.union([
  z.object({ event: uuid, email: email }).strict(),
  z.object({ event: uuid, name: line(200, 1) }).strict(),
])

/** Creates the link by which anyone can join an event. */
export const createPublicLink = z.object({ event: uuid }).strict()

/** Joins an event by its public link. With an address, the guest's own link is mailed to it. */
export const joinEvent = z.object({ event: uuid, name, email: email.optional() }).strict()

/** `link`: the guest's own link; null if it was mailed. */
export const joinEventOutput = z.strictObject({ link: uuid.nullable() })

/** The links of an event, for its editors. */
export const guestLinksOutput = z.strictObject({
  guests: z.array(
    z.strictObject({
      email: z.string().nullable(),
      name: z.string().nullable(),
      /** Null: the guest has no link, or it was revoked. */
      link: z.strictObject({ id: uuid, path: z.string() }).nullable(),
      /** Outcome of the last mail to the guest; null if there was none. */
      mail: z.enum(['queued', 'sent', 'failed']).nullable(),
    }),
  ),
  /** The public link; null if there is none. */
  publicLink: z.strictObject({ id: uuid, path: z.string() }).nullable(),
  canSendMail: z.boolean(),
})

export type GuestLinksOutput = z.output<typeof guestLinksOutput>

/** Answers the invitation of the guest of a link, who can also change the name. */
export const answerAsGuest = answerEvent.extend({ name: name.optional() })

/** Changes what a guest chose on the page of the link. */
export const updateGuestLink = z
  .object({
    event: uuid,
    locale: z.enum(LANGUAGES).optional(),
    remindMinutesBefore: z.literal(GUEST_REMINDERS).nullable().optional(),
  })
  .strict()

/** A number in a field of a form. */
const number = z
  .string()
  .regex(/^\d{1,9}$/)
  .transform(Number)

/** Fields of the form on a guest's page, as a browser without scripts sends them. */
export const guestAnswerForm = z.object({
  version: number,
  occurrence: recurrenceId.optional(),
  status: z.enum(ANSWER_STATUSES),
  partySize: number.pipe(z.number().min(1).max(100)).optional(),
  comment: line(500).optional(),
  name: name.optional(),
})

const guestCommentText = commentText.pipe(z.string().max(MAX_GUEST_COMMENT_LENGTH))

/** Fields of the forms that write a comment, or edit or delete one by its id. */
export const guestCommentForm = z.union([
  z.object({ remove: uuid }),
  z.object({ edit: uuid, text: guestCommentText }),
  z.object({ text: guestCommentText, edit: z.undefined().optional() }),
])

/** Fields of the form that takes a part of a sign-up sheet. */
export const guestClaimForm = z.object({
  task: uuid,
  quantity: number.pipe(z.number().min(1).max(MAX_WANTED)),
  comment: line(MAX_CLAIM_COMMENT).optional(),
})

/** Fields of the form that gives it back. */
export const guestReleaseForm = z.object({ task: uuid })

/** Fields of the form on the page of a public link. */
export const guestJoinForm = z.object({ name, email: email.optional() })

/** Fields of the forms for language and reminder. `remind`: minutes before the start. */
export const guestOptionsForm = z.object({
  locale: z.enum(LANGUAGES).optional(),
  remind: z
    .union([z.literal('none').transform(() => null), number.pipe(z.literal(GUEST_REMINDERS))])
    .optional(),
})
