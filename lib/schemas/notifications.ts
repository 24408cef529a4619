import { z } from 'zod'
import {
  NOTIFICATION_CHANNELS,
  NOTIFICATION_KINDS,
  NOTIFICATION_MODES,
  type NotificationKind,
  type NotificationModes,
} from '@/lib/calendar/notifications'
import { changeAuthor, describedChange } from './history'
import { count, version } from './outputs'
import { recurrenceId, span } from './span'
import { uuid } from './text'

/** Maximum number of notifications of a page. */
export const NOTIFICATIONS_PAGE_SIZE = 50

/**
 * Content of a notification. `sync-…`: a problem of a connected account or calendar; `many`: several events that one
 * command changed; `reminders`: several late reminders; `comments` and `messages`: several in an event or group;
 * `votes`: of several participants of a gathering; `slots`: its slots were changed.
 */
const op = z.enum([
  ...(['invited', 'added', 'changed', 'removed', 'restored', 'split', 'answered'] as const),
  ...(['joined', 'group-invitation', 'shared', 'many', 'reminder', 'reminders', 'place', 'waiting'] as const),
  ...(['commented', 'comments', 'mentioned', 'message', 'messages', 'mentioned-in-group'] as const),
  ...(['sync-sign-in', 'sync-consent', 'sync-approval', 'sync-stopped'] as const),
  ...(['task-assigned', 'task-due', 'deadline', 'locked', 'gathering-cancelled'] as const),
  ...(['duty-asked', 'duty-reminder', 'unclaimed', 'unconfirmed'] as const),
  ...(['gathering-invited', 'voted', 'votes', 'slots'] as const),
])

/** A notification, as far as its user may read it now. */
const notificationItem = z.strictObject({
  id: uuid,
  kind: z.enum(NOTIFICATION_KINDS),
  /** Epoch milliseconds. */
  at: z.number(),
  isRead: z.boolean(),
  isLate: z.boolean(),
  op,
  /**
   * Author of the change, also a participant of a gathering without an account; null for a reminder, a job and a guest
   * of an event.
   */
  by: changeAuthor.nullable(),
  /** Origin of the change; null without a change. */
  origin: z.string().nullable(),
  /** Title of the event, task or gathering; if an event was changed, the old title. */
  title: z.string(),
  /** For a comment: its text. */
  changes: z.array(describedChange),
  /** Number of comments, or of participants who voted. */
  count,
  /** The event that it is about, by which notifications are grouped. */
  eventId: uuid.nullable(),
  /** Where to open the event; null if it was deleted. */
  openAt: z.strictObject({ id: uuid, start: z.number(), occurrence: recurrenceId.nullable() }).nullable(),
  when: span.nullable(),
  /** The calendar, group, gathering or connected account. */
  where: z.strictObject({ name: z.string(), color: z.string(), href: z.string().nullable() }).nullable(),
  /** The user's answer to an invitation that they can answer here. */
  answer: z
    .strictObject({ version, status: z.enum(['needs-action', 'accepted', 'declined', 'tentative']) })
    .nullable(),
  /** Whether it is an invitation that has to be accepted before the event is in a calendar. */
  isPending: z.boolean(),
})
export type NotificationItem = z.output<typeof notificationItem>

export const notificationsOutput = z.strictObject({
  items: z.array(notificationItem),
  /** Whether there are older ones. */
  hasMore: z.boolean(),
})
export type NotificationsOutput = z.output<typeof notificationsOutput>

/** A page of notifications; `before`: the last notification of the previous page. */
export const notificationsQuery = z.object({ before: uuid.optional() }).strict()

/**
 * Which notifications a command changes: by id, of an event, of a gathering, of the conversation of a group, or all.
 */
const which = z.union([
  z.object({ ids: z.array(uuid).min(1).max(500) }).strict(),
  z.object({ event: uuid }).strict(),
  z.object({ gathering: uuid }).strict(),
  z.object({ conversation: uuid }).strict(),
  z.object({ all: z.literal(true) }).strict(),
])

/** Marks notifications as read or unread. */
export const markNotificationsRead = z.object({ which, isRead: z.boolean().default(true) }).strict()

/** Removes notifications from the list. */
export const dismissNotifications = z.object({ which }).strict()

export const changedNotificationsOutput = z.strictObject({ count })

/** Minutes after midnight. */
const minuteOfDay = z.number().int().min(0).max(1439)

export const AGENDA_MODES = ['off', 'day', 'week'] as const

const mode = z.enum(NOTIFICATION_MODES)

/** Changes the user's settings. Omitted settings keep their values. */
export const setNotificationSettings = z
  .object({
    modes: z
      .array(
        z.object({ kind: z.enum(NOTIFICATION_KINDS), channel: z.enum(NOTIFICATION_CHANNELS), mode }).strict(),
      )
      .max(NOTIFICATION_KINDS.length * NOTIFICATION_CHANNELS.length)
      // Only mails have a digest.
      .refine((all) => all.every(({ channel, mode }) => channel === 'email' || mode !== 'digest'))
      .default([]),
    quietHours: z.object({ from: minuteOfDay, to: minuteOfDay }).strict().nullable().optional(),
    digestAt: minuteOfDay.optional(),
    agenda: z.enum(AGENDA_MODES).optional(),
    hidesPushDetails: z.boolean().optional(),
  })
  .strict()

/** Mutes a group for the user. */
export const muteGroup = z.object({ group: uuid, muted: z.boolean() }).strict()
export const muteGroupOutput = z.strictObject({ group: uuid, muted: z.boolean() })

/** Sends the user a test on a channel. `sendTestPush` tests a device. */
export const sendTestNotification = z.object({ channel: z.enum(['in-app', 'email']) }).strict()

/** The user's settings, with defaults. */
export interface NotificationSettings {
  modes: Record<NotificationKind, NotificationModes>
  quietHours: { from: number; to: number } | null
  digestAt: number
  agenda: (typeof AGENDA_MODES)[number]
  /** Whether pushed notifications show neither title nor text. */
  hidesPushDetails: boolean
}

/** A notification or mail to the user. `kind`: that of the notification, or the template of the mail. */
export interface Delivery {
  id: string
  channel: (typeof NOTIFICATION_CHANNELS)[number]
  kind: string
  outcome: 'queued' | 'sent' | 'failed'
  /** Epoch milliseconds. */
  at: number
  /** Whether it replaces a failed delivery on another channel. */
  isFallback: boolean
}
