/**
 * Kinds of notifications. `calendar-changed`: another member added, changed or cancelled an event of a group's calendar
 * to which the user is not invited. `commented`: in a thread that the user takes part in. `sync-problem`: a connected
 * calendar is not synced until the user does something. `duty`: the user is asked to confirm or to take over a duty.
 * `unclaimed`: a duty of others needs a person. `voted`, `deadline` and `locked` are sent for gatherings only, the other
 * kinds for events and gatherings.
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
  'sync-problem',
  'task-assigned',
  'task-due',
  'duty',
  'unclaimed',
  'voted',
  'deadline',
  'locked',
] as const
export type NotificationKind = (typeof NOTIFICATION_KINDS)[number]

/** Channels that reach a user. `push`: on the devices on which the user has enabled it. */
export const NOTIFICATION_CHANNELS = ['in-app', 'push', 'email'] as const
export type NotificationChannel = (typeof NOTIFICATION_CHANNELS)[number]

/** Whether and when a channel is used: `digest` is the daily summary by mail. */
export const NOTIFICATION_MODES = ['off', 'now', 'digest'] as const
export type NotificationMode = (typeof NOTIFICATION_MODES)[number]

export type NotificationModes = Record<NotificationChannel, NotificationMode>

/**
 * Modes of users who have not changed the settings. Whether an alarm uses e-mail or the other channels is set in the
 * alarm itself.
 */
export const DEFAULT_NOTIFICATION_MODES: Record<NotificationKind, NotificationModes> = {
  invited: { 'in-app': 'now', push: 'now', email: 'now' },
  changed: { 'in-app': 'now', push: 'now', email: 'now' },
  cancelled: { 'in-app': 'now', push: 'now', email: 'now' },
  answered: { 'in-app': 'now', push: 'off', email: 'off' },
  joined: { 'in-app': 'now', push: 'off', email: 'off' },
  shared: { 'in-app': 'now', push: 'now', email: 'now' },
  mentioned: { 'in-app': 'now', push: 'now', email: 'now' },
  commented: { 'in-app': 'now', push: 'off', email: 'off' },
  reminder: { 'in-app': 'now', push: 'now', email: 'now' },
  'calendar-changed': { 'in-app': 'off', push: 'off', email: 'off' },
  'sync-problem': { 'in-app': 'now', push: 'now', email: 'now' },
  'task-assigned': { 'in-app': 'now', push: 'now', email: 'off' },
  'task-due': { 'in-app': 'now', push: 'now', email: 'off' },
  duty: { 'in-app': 'now', push: 'now', email: 'off' },
  unclaimed: { 'in-app': 'now', push: 'now', email: 'off' },
  voted: { 'in-app': 'now', push: 'off', email: 'off' },
  deadline: { 'in-app': 'now', push: 'now', email: 'now' },
  locked: { 'in-app': 'now', push: 'now', email: 'now' },
}

/** Default time of the digest and agenda, in minutes after midnight. */
export const DEFAULT_DIGEST_AT = 7 * 60
