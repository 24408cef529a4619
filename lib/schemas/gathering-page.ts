import { z } from 'zod'
import {
  GATHERING_ACCESS,
  GATHERING_STATUSES,
  LOCK_RULES,
  PARTICIPANT_SOURCES,
} from '@/lib/calendar/gatherings/choices'
import { count, version } from './outputs'
import { span } from './span'
import { uuid } from './text'

/** A slot, with the votes for it; `counts` is null if the viewer may not see the votes of others. */
const slot = z.strictObject({
  id: uuid,
  span,
  /** The participant who added it; null: the organizer. */
  addedBy: uuid.nullable(),
  counts: z.strictObject({ yes: count, ifNeedBe: count, no: count }).nullable(),
})
export type GatheringSlot = z.output<typeof slot>

const participant = z.strictObject({
  id: uuid,
  /** The name, or the address for viewers who manage the gathering; null for a deleted account. */
  name: z.string().nullable(),
  /** For viewers who manage the gathering only. */
  email: z.string().nullable(),
  /** Path of the personal link of a guest, for viewers who manage the gathering only. */
  path: z.string().nullable(),
  /** For viewers with an account only. */
  userId: uuid.nullable(),
  image: z.string().nullable(),
  color: z.string().nullable(),
  /** Whether the participant has no account. */
  isGuest: z.boolean(),
  isRequired: z.boolean(),
  source: z.enum(PARTICIPANT_SOURCES),
  /** Null if the viewer may not see the votes of others. */
  hasVoted: z.boolean().nullable(),
  /** Comment of the ballot; '' if the viewer may not see the votes of others. */
  comment: z.string(),
  /**
   * The ballot: a character for each slot, in the order of `slots`: `y`, `i` (if need be), `n`, `-` (no vote). Null if
   * the viewer may not see the votes of others.
   */
  ballot: z.string().nullable(),
})
export type GatheringParticipant = z.output<typeof participant>

const gathering = z.strictObject({
  id: uuid,
  slug: z.string(),
  title: z.string(),
  description: z.string(),
  location: z.string(),
  url: z.string(),
  image: z.string().nullable(),
  status: z.enum(GATHERING_STATUSES),
  version,
  organizer: z.strictObject({ id: uuid.nullable(), name: z.string(), image: z.string().nullable() }),
  /** Null also for viewers who are not in the group. */
  group: z.strictObject({ id: uuid, name: z.string(), color: z.string() }).nullable(),
  access: z.enum(GATHERING_ACCESS),
  timeZone: z.string(),
  /** Null also for viewers who do not manage the gathering. */
  calendarId: uuid.nullable(),
  /** Wall time in `timeZone`, and the instant in epoch milliseconds. */
  deadline: z.strictObject({ wall: z.string(), at: z.number() }).nullable(),
  lockRule: z.enum(LOCK_RULES),
  quorum: z.number().int().nullable(),
  participantsAddSlots: z.boolean(),
  votesHidden: z.boolean(),
  participantsHidden: z.boolean(),
  holds: z.boolean(),
  /** The slot that was locked, while it exists. */
  lockedSlot: uuid.nullable(),
  /** The event; null if there is none that the viewer can read. */
  event: uuid.nullable(),
  /** Path of the event's page, for the holder of a personal link who attends it by name. */
  eventPath: z.string().nullable(),
})
export type Gathering = z.output<typeof gathering>

/** Data of a gathering's page for a viewer: a member, the holder of a personal link, or a visitor. */
export const gatheringPageOutput = z.strictObject({
  gathering,
  /** By time. */
  slots: z.array(slot),
  /**
   * Those who have voted first, unless the viewer may not see the votes of others. Only the viewer if participants are
   * hidden.
   */
  participants: z.array(participant),
  participantCount: count,
  /** Number of people who have voted; null if the viewer may not see the votes of others. */
  votedCount: count.nullable(),
  /** Id of the viewer's own row of `participants`; null if the viewer is not a participant (yet). */
  viewer: uuid.nullable(),
  /** Permissions of the viewer. `join`: as a visitor, with a name. `write`: edit, invite, remove, lock, cancel. */
  can: z.strictObject({
    vote: z.boolean(),
    join: z.boolean(),
    addSlots: z.boolean(),
    comment: z.boolean(),
    write: z.boolean(),
  }),
})
export type GatheringPageData = z.output<typeof gatheringPageOutput>

/** A gathering in a list. */
const listed = z.strictObject({
  id: uuid,
  slug: z.string(),
  title: z.string(),
  status: z.enum(GATHERING_STATUSES),
  image: z.string().nullable(),
  organizer: z.string(),
  isOrganizer: z.boolean(),
  group: z.strictObject({ id: uuid, name: z.string(), color: z.string() }).nullable(),
  /** Epoch milliseconds. */
  deadlineAt: z.number().nullable(),
  slotCount: count,
  participantCount: count,
  /** Null if the viewer may not see the votes of others. */
  votedCount: count.nullable(),
  /** Whether the viewer has voted; null if not a participant. */
  hasVoted: z.boolean().nullable(),
  /** The time of the locked slot; null while it is a draft. */
  span: span.nullable(),
})
export type ListedGathering = z.output<typeof listed>

/** `before`: the last id of the page that is already shown. */
export const gatheringsQuery = z
  .object({
    group: uuid.optional(),
    status: z.enum(GATHERING_STATUSES).optional(),
    before: uuid.optional(),
  })
  .strict()

export const gatheringsOutput = z.strictObject({ gatherings: z.array(listed), hasMore: z.boolean() })
export type GatheringList = z.output<typeof gatheringsOutput>
