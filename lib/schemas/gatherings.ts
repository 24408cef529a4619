import { z } from 'zod'
import {
  GATHERING_ACCESS,
  LOCK_RULES,
  MAX_BALLOT_COMMENT,
  MAX_GUEST_SLOTS,
  MAX_PARTICIPANTS,
  MAX_SLOTS,
  MAX_SLUG_LENGTH,
  VOTES,
} from '@/lib/calendar/gatherings/choices'
import { email } from './email'
import { eventTexts, optionalTexts } from './event-texts'
import { LANGUAGES } from './languages'
import { idOutput, version } from './outputs'
import { span, wall, zone } from './span'
import { line, personName, uuid } from './text'

/** The time of a slot: dates, or wall times with a zone. */
export const gatheringSlotSpan = span.refine(({ type }) => type !== 'floating', { error: 'bad_zone' })

/** The last part of the address of a gathering: Latin letters, digits and single hyphens. */
export const slug = line(MAX_SLUG_LENGTH)
  .transform((text) => text.toLowerCase())
  .pipe(z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, { error: 'invalid' }))

const gatheringSlotSpans = z.array(gatheringSlotSpan).max(MAX_SLOTS)

/** A person to invite: the id of an account, or an address. */
const participant = z.union([uuid, z.object({ email, name: personName(100).optional() }).strict()])

const participants = z.array(participant).max(MAX_PARTICIPANTS)

/** Ids and addresses of those participants whom the time must suit. */
const required = z
  .array(z.union([uuid, email]))
  .max(MAX_PARTICIPANTS)
  .default([])

const fields = {
  ...eventTexts,
  title: line(200, 1),
  access: z.enum(GATHERING_ACCESS),
  timeZone: zone,
  /** The calendar in which locking creates the event. */
  calendarId: uuid.nullable(),
  /** Wall time in `timeZone`. */
  deadline: wall.nullable(),
  lockRule: z.enum(LOCK_RULES),
  quorum: z.number().int().min(1).max(MAX_PARTICIPANTS).nullable(),
  participantsAddSlots: z.boolean(),
  votesHidden: z.boolean(),
  participantsHidden: z.boolean(),
  holds: z.boolean(),
}

/** Creates a gathering. Participants with an address are invited by mail. */
export const createGathering = z
  .object({
    ...fields,
    ...optionalTexts,
    title: fields.title,
    /** The group that owns it; null: the user alone. */
    group: uuid.nullable().default(null),
    calendarId: fields.calendarId.default(null),
    deadline: fields.deadline.default(null),
    lockRule: fields.lockRule.default('none'),
    quorum: fields.quorum.default(null),
    participantsAddSlots: fields.participantsAddSlots.default(false),
    votesHidden: fields.votesHidden.default(false),
    participantsHidden: fields.participantsHidden.default(false),
    holds: fields.holds.default(false),
    slots: gatheringSlotSpans.default([]),
    participants: participants.default([]),
    required,
  })
  .strict()

export const gatheringOutput = z.strictObject({ id: uuid, slug: z.string() })

/**
 * Changes fields and slots of a gathering. `version`: the version that the user edited. Slots that it does not have any
 * more, and times that it has already, are left out.
 */
export const updateGathering = z
  .object({
    id: uuid,
    version,
    patch: z
      .object({ ...fields, slug })
      .partial()
      .strict(),
    slots: z
      .object({
        added: gatheringSlotSpans.default([]),
        removed: z.array(uuid).max(MAX_SLOTS).default([]),
      })
      .strict()
      .default({ added: [], removed: [] }),
  })
  .strict()

export const updateGatheringOutput = z.strictObject({ id: uuid, slug: z.string(), version })

/** Deletes, cancels or reopens a gathering. */
export const gatheringId = z.object({ gathering: uuid }).strict()

export const addSlots = z.object({ gathering: uuid, slots: gatheringSlotSpans.min(1) }).strict()

/** The new slots. Times that the gathering has already are not added again. */
export const addSlotsOutput = z.strictObject({ ids: z.array(uuid) })

/** Invites people. Those with an address get a mail with their personal link. */
export const inviteParticipants = z
  .object({ gathering: uuid, participants: participants.min(1), required })
  .strict()

export const changeParticipant = z
  .object({ gathering: uuid, participant: uuid, isRequired: z.boolean() })
  .strict()

export const removeParticipants = z
  .object({ gathering: uuid, participants: z.array(uuid).min(1).max(MAX_PARTICIPANTS) })
  .strict()

const ballot = {
  /** Votes by slot id. Slots without a vote lose the one that the participant gave before. */
  votes: z
    .record(uuid, z.enum(VOTES))
    .refine((votes) => Object.keys(votes).length <= MAX_SLOTS, { error: 'too_many' }),
  comment: line(MAX_BALLOT_COMMENT).default(''),
}

/** Stores the ballot of the user or guest who sends it, instead of the one before. */
export const voteGathering = z.object({ gathering: uuid, ...ballot }).strict()

/** `removed`: slots of the ballot that no longer exist. Its other votes are stored. */
export const voteOutput = z.strictObject({ participant: uuid, removed: z.array(uuid) })

/** Stores the language of the participant without an account who sends it. */
export const setParticipantLanguage = z.object({ gathering: uuid, locale: z.enum(LANGUAGES) }).strict()

/** Joins a gathering whose page is open, and votes. `gathering`: its slug. */
export const joinGathering = z
  .object({
    ...{ gathering: slug, name: personName(100), email: email.optional(), ...ballot },
    locale: z.enum(LANGUAGES).optional(),
  })
  .strict()

/** `gathering` and `participant`: ids, from which the personal link follows. */
export const joinGatheringOutput = z.strictObject({
  gathering: uuid,
  participant: uuid,
  removed: z.array(uuid),
})

/**
 * Creates the event of a gathering at the time of a slot, in `calendar`, or moves the one that it has: that one stays in
 * its calendar.
 */
export const lockGathering = z
  .object({
    gathering: uuid,
    slot: uuid,
    calendar: uuid,
    /** Whether people who voted no for the slot, or not at all, are invited, too. */
    inviteAll: z.boolean().default(false),
  })
  .strict()

/** `event`: the created or moved event. */
export const lockOutput = z.strictObject({ id: uuid, event: uuid })

/** Data of CONFLICT on locking a gathering that is locked already. */
export interface LockConflict {
  slot: string
  event: string | null
}

/** Makes the user the participant of a personal link. */
export const claimParticipation = z.object({ token: z.string().max(100) }).strict()

export const claimOutput = z.strictObject({ ...idOutput.shape, slug: z.string() })

/** Fields of the ballot form of guests, as a browser without scripts sends them: `vote-<slot id>` for each slot. */
export const guestBallotForm = z.object({ comment: ballot.comment })

/** Further fields of the form of visitors who join. */
export const guestGatheringJoinForm = guestBallotForm.extend({
  name: personName(100),
  email: email.optional(),
})

/** Fields of the form by which guests add a slot; `start` and `end` are wall times or dates in the gathering's zone. */
export const guestSlotsForm = z.object({
  slots: gatheringSlotSpans.min(1).max(MAX_GUEST_SLOTS),
})
