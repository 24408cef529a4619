/**
 * Kinds of notifications. `calendar-changed`: another member added, changed or cancelled an event of a group's calendar
 * to which the user is not invited. `commented`: in a thread that the user takes part in.
 */
export const NOTIFICATION_KINDS = [
  'invited',
  'changed',
  'cancelled',
  'answered',
  'joined',
  'shared',
  'mentioned',
  'commented',
  'reminder',
  'calendar-changed',
] as const
export type NotificationKind = (typeof NOTIFICATION_KINDS)[number]

/** Channels that reach a user. */
export const NOTIFICATION_CHANNELS = ['in-app', 'email'] as const
export type NotificationChannel = (typeof NOTIFICATION_CHANNELS)[number]

/** Whether and when a channel is used: `digest` is the daily summary by mail. */
export const NOTIFICATION_MODES = ['off', 'now', 'digest'] as const
export type NotificationMode = (typeof NOTIFICATION_MODES)[number]

export type NotificationModes = Record<NotificationChannel, NotificationMode>

/** Modes of users who have not changed the settings. Reminders set their channels themselves. */
export const DEFAULT_NOTIFICATION_MODES: Record<NotificationKind, NotificationModes> = {
  invited: { 'in-app': 'now', email: 'now' },
  changed: { 'in-app': 'now', email: 'now' },
  cancelled: { 'in-app': 'now', email: 'now' },
  answered: { 'in-app': 'now', email: 'off' },
  joined: { 'in-app': 'now', email: 'off' },
  shared: { 'in-app': 'now', email: 'now' },
  mentioned: { 'in-app': 'now', email: 'now' },
  commented: { 'in-app': 'now', email: 'off' },
  reminder: { 'in-app': 'now', email: 'now' },
  'calendar-changed': { 'in-app': 'off', email: 'off' },
}

/** Default time of the digest and agenda, in minutes after midnight. */
export const DEFAULT_DIGEST_AT = 7 * 60
