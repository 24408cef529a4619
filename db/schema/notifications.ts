import { sql } from 'drizzle-orm'
import {
  bigint,
  boolean,
  index,
  jsonb,
  pgTable,
  primaryKey,
  smallint,
  text,
  unique,
  uuid,
} from 'drizzle-orm/pg-core'
import { NOTIFICATION_KINDS } from '@/lib/calendar/notifications'
import { calendars } from './calendars'
import { createdAt, id, instant } from './columns'
import { bindings, connections } from './connections'
import { events } from './events'
import { gatherings } from './gatherings'
import { groups } from './groups'
import { tasks } from './tasks'
import { users } from './users'

/**
 * A message to a user in the app. It stores no content: what it says is read from the change at (`stream`, `seq`)
 * through `describeChange` when it is shown, so it never shows what the user may not see (any more).
 */
export const notifications = pgTable(
  'notifications',
  {
    id: id(),
    userId: uuid()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    kind: text({ enum: NOTIFICATION_KINDS }).notNull(),
    eventId: uuid().references(() => events.id, { onDelete: 'cascade' }),
    recurrenceId: text(),
    groupId: uuid().references(() => groups.id, { onDelete: 'cascade' }),
    calendarId: uuid().references(() => calendars.id, { onDelete: 'cascade' }),
    /** For a gathering. `groupId` is then its group. */
    gatheringId: uuid().references(() => gatherings.id, { onDelete: 'cascade' }),
    /** For a problem of a sync: the account. */
    connectionId: uuid().references(() => connections.id, { onDelete: 'cascade' }),
    /** For a problem of one synced calendar of the account. */
    bindingId: uuid().references(() => bindings.id, { onDelete: 'cascade' }),
    /** For a task that was assigned to the user or is due. */
    taskId: uuid().references(() => tasks.id, { onDelete: 'cascade' }),
    /** The change that it is about; null for reminders. */
    stream: text(),
    seq: bigint({ mode: 'number' }),
    /** The last change that it covers: further edits of the event by the same author within minutes extend it. */
    lastSeq: bigint({ mode: 'number' }),
    /** For a reminder: the start of the occurrence. */
    startsAt: instant(),
    /** Whether it was due long before it was written, because no worker ran. */
    isLate: boolean().notNull().default(false),
    createdAt: createdAt(),
    readAt: instant(),
    /** When the user dismissed it from the list; set from the start if it is not to be shown in the app. */
    dismissedAt: instant(),
    /** When it was sent by mail, at once or in a digest; null while it is not to be mailed or waits for a digest. */
    mailedAt: instant(),
    /** Whether the next digest contains it. */
    awaitsDigest: boolean().notNull().default(false),
  },
  (t) => [
    unique('notifications_once').on(t.userId, t.kind, t.stream, t.seq),
    index('notifications_of_user').on(t.userId, t.createdAt),
    index('notifications_unread').on(t.userId).where(sql`read_at is null and dismissed_at is null`),
    index('notifications_digest').on(t.userId).where(sql`awaits_digest`),
    index('notifications_event').on(t.eventId),
    index('notifications_group').on(t.groupId).where(sql`group_id is not null`),
    index('notifications_calendar').on(t.calendarId).where(sql`calendar_id is not null`),
    index('notifications_gathering').on(t.gatheringId).where(sql`gathering_id is not null`),
    index('notifications_task').on(t.taskId).where(sql`task_id is not null`),
    index('notifications_connection').on(t.connectionId).where(sql`connection_id is not null`),
    index('notifications_binding').on(t.bindingId).where(sql`binding_id is not null`),
  ],
)

/** A user's choice for a kind of notification and a channel, where it differs from the default. */
export const notificationSettings = pgTable(
  'notification_settings',
  {
    userId: uuid()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    kind: text({ enum: NOTIFICATION_KINDS }).notNull(),
    channel: text({ enum: ['in-app', 'email', 'push'] }).notNull(),
    mode: text({ enum: ['off', 'now', 'digest'] }).notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.userId, t.kind, t.channel] }),
    index('notification_settings_all_events')
      .on(t.userId)
      .where(sql`kind = 'calendar-changed' and mode <> 'off'`),
  ],
)

/** An alarm of a user's defaults. */
export interface StoredDefaultAlarm {
  minutesBefore: number
  method: 'push' | 'email' | 'in-app'
}

/** A user's settings for notifications in general. Times are minutes after midnight in the user's zone. */
export const notificationPreferences = pgTable('notification_preferences', {
  userId: uuid()
    .primaryKey()
    .references(() => users.id, { onDelete: 'cascade' }),
  /** Start of the quiet hours. Nothing is mailed or pushed in them; what is due then is sent afterwards. */
  quietFrom: smallint(),
  /** End of the quiet hours. */
  quietTo: smallint(),
  /** When the daily digest and the agenda are mailed. */
  digestAt: smallint()
    .notNull()
    .default(7 * 60),
  /** The agenda by mail: each morning, or for the week on its first day. */
  agenda: text({ enum: ['off', 'day', 'week'] })
    .notNull()
    .default('off'),
  /** Whether pushed notifications show neither title nor text, since others may see the lock screen. */
  hidesPushDetails: boolean().notNull().default(false),
  /** The date of the last digest and agenda, in the user's zone. */
  digestedOn: text(),
  /** Default alarms; null: 15 minutes before timed events, in the app. */
  defaultAlarms: jsonb().$type<{ timed: StoredDefaultAlarm[]; allDay: StoredDefaultAlarm[] }>(),
})

/** Mails that the IMAP mailbox received, by Message-ID, so that each is handled once. Their texts are not stored. */
export const receivedMails = pgTable('received_mails', {
  id: id(),
  messageId: text().notNull().unique('received_mails_message'),
  receivedAt: createdAt(),
  outcome: text({ enum: ['answered', 'commented', 'bounced', 'ignored'] }).notNull(),
  /** Why it was ignored, for administrators. */
  reason: text(),
  eventId: uuid().references(() => events.id, { onDelete: 'cascade' }),
})
