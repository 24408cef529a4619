import type { Level } from '@/lib/calendar/roles'
import type { DetailLevel } from '@/lib/calendar/shown-as'

// Lists and limits used by both forms and schemas. Does not import zod, which is as large as the whole calendar in
// the browser.

/** Kinds of changes in a group's activity. */
export const ACTIVITY_KINDS = [
  'event',
  'answer',
  'comment',
  'attachment',
  'member',
  'calendar',
  'group',
  'invitation',
  'task',
  'task-list',
  'gathering',
] as const
export type ActivityKind = (typeof ACTIVITY_KINDS)[number]

/** Level of detail of a feed. */
export const FEED_LEVELS = ['full', 'busy'] as const
export type FeedLevel = (typeof FEED_LEVELS)[number]

/** Answers to an invitation (RFC 5545 PARTSTAT). */
export const ANSWER_STATUSES = ['accepted', 'tentative', 'declined'] as const
export type AnswerChoice = (typeof ANSWER_STATUSES)[number]

/** Maximum party size of an answer, including the attendee. */
export const MAX_PARTY_SIZE = 100
/** Maximum length of the comment of an answer. */
export const MAX_ANSWER_COMMENT = 500

/** Maximum number of people that a form can invite to an event. */
export const MAX_ATTENDEES = 500

/** Maximum number of people in "Find a time". */
export const MAX_COMPARED_PEOPLE = 30

/** Maximum number of events that one command moves, deletes or copies. */
export const MAX_SELECTED_EVENTS = 100

/** Maximum number of groups whose later members an event invites. */
export const MAX_INVITED_GROUPS = 20

/** Channels of alarms. */
export const ALARM_METHODS = ['push', 'email', 'in-app'] as const

/** Maximum number of alarms of an event or a list of defaults. */
export const MAX_ALARMS = 5

/** How long a reminder is snoozed: minutes, or until 9:00 on the next day. */
export const SNOOZE_CHOICES = ['5', '15', '60', 'tomorrow'] as const
export type SnoozeChoice = (typeof SNOOZE_CHOICES)[number]

/** Maximum length of a private note. */
export const MAX_NOTE_LENGTH = 5000

/** Maximum time of an alarm before the start: four weeks. */
export const MAX_MINUTES_BEFORE = 40_320

/** Levels of detail of a placement. */
export const DETAIL_LEVELS = ['full', 'title', 'busy'] as const satisfies readonly DetailLevel[]

/** Page size of member lists. */
export const MEMBERS_PAGE_SIZE = 100

/** Maximum number of members without an account in a group. */
export const MAX_MANAGED_MEMBERS = 50

/** Outcomes of an import for an event. */
export const IMPORT_OUTCOMES = ['new', 'changed', 'unchanged', 'skipped'] as const
export type ImportOutcome = (typeof IMPORT_OUTCOMES)[number]

/** Policies for sign-up: open to all, to invited people, closed. */
export const REGISTRATION_POLICIES = ['open', 'invitation', 'closed'] as const

/** Maximum size of an uploaded picture (lib/server/guard.mjs refuses more). */
export const MAX_PICTURE_BYTES = 10 * 1024 * 1024

/** Permission levels of a share. */
export const SHARE_LEVELS = ['freebusy', 'viewer', 'editor', 'owner'] as const satisfies readonly Level[]

export const HOUR_CYCLES = ['h23', 'h12'] as const

/** How views draw events that the user has declined. */
export const DECLINED_EVENTS = ['struck', 'hidden'] as const

export const THEMES = ['system', 'light', 'dark'] as const

/** Minutes before the start at which a guest without an account can be reminded by e-mail. */
export const GUEST_REMINDERS = [15, 60, 24 * 60, 7 * 24 * 60] as const

/** Maximum length of a comment. */
export const MAX_COMMENT_LENGTH = 2000
/** Maximum number of users that a comment mentions. */
export const MAX_MENTIONS = 20
/** Page size of comments. */
export const COMMENTS_PAGE_SIZE = 50

/** Maximum length of a comment by a guest: a refused one is kept in a cookie. */
export const MAX_GUEST_COMMENT_LENGTH = 600

/** Maximum number of task lists of a group. */
export const MAX_TASK_LISTS = 50
/** Maximum number of tasks of a list that are not done. */
export const MAX_TASKS = 1000
/** Maximum number of tasks that one command adds. */
export const MAX_ADDED_TASKS = 100
/** Maximum length of the title of a task. */
export const MAX_TASK_TITLE = 200
/** Maximum length of the note of a task. */
export const MAX_TASK_NOTE = 5000

/** Maximum number of people in a rotation. */
export const MAX_ROTATION = 30
/** Maximum number that a sign-up sheet asks for. */
export const MAX_WANTED = 9999
/** Maximum length of the comment of a person who takes a part of a sign-up sheet. */
export const MAX_CLAIM_COMMENT = 200

/** Maximum number of pinned messages of a group. */
export const MAX_PINNED_COMMENTS = 20

/** Whether the events of a remote calendar stay in Kinday when it is disconnected. */
export const COPIES = ['keep', 'remove'] as const
export type Copies = (typeof COPIES)[number]

/** Number of days before the end of the access to an account at which its user is asked to renew it. */
export const CONSENT_WARNING_DAYS = 2

/** Minutes between runs that users can choose: 15 minutes to a week. */
export const SYNC_INTERVALS = [15, 30, 60, 180, 360, 720, 1440, 10080] as const
