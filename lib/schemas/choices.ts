import type { Level } from '@/lib/calendar/roles'
import type { DetailLevel } from '@/lib/calendar/shown-as'

// Lists and limits that forms show and schemas check. Without zod, which weighs as much as the whole calendar: the browser
// loads these alone.

/** Kinds of changes that a group's activity shows. */
export const ACTIVITY_KINDS = ['event', 'member', 'calendar', 'group', 'invitation'] as const
export type ActivityKind = (typeof ACTIVITY_KINDS)[number]

/** How much of a calendar a feed tells. */
export const FEED_LEVELS = ['full', 'busy'] as const
export type FeedLevel = (typeof FEED_LEVELS)[number]

/** Answers to an invitation (RFC 5545 PARTSTAT). */
export const ANSWER_STATUSES = ['accepted', 'tentative', 'declined'] as const
export type AnswerChoice = (typeof ANSWER_STATUSES)[number]

/** Ways in which an alarm reaches its user. */
export const ALARM_METHODS = ['push', 'email', 'in-app'] as const
export type AlarmMethod = (typeof ALARM_METHODS)[number]

/** How much of an event another calendar shows. */
export const DETAIL_LEVELS = ['full', 'title', 'busy'] as const satisfies readonly DetailLevel[]

/** Members that are sent at once. */
export const MEMBERS_PAGE = 100

/** Outcomes of an import for an event. */
export const IMPORT_OUTCOMES = ['new', 'changed', 'unchanged', 'skipped'] as const
export type ImportOutcome = (typeof IMPORT_OUTCOMES)[number]

/** Policies for sign-up: open to all, to invited people, closed. */
export const REGISTRATION_POLICIES = ['open', 'invitation', 'closed'] as const

/** Bytes of a picture as it comes in (lib/server/guard.mjs refuses more). */
export const MAX_PICTURE_BYTES = 10 * 1024 * 1024

/** Levels that a calendar can be shared at. */
export const SHARE_ROLES = ['freebusy', 'viewer', 'editor', 'owner'] as const satisfies readonly Level[]
