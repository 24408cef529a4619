import { sql } from 'drizzle-orm'
import { boolean, check, index, integer, pgTable, smallint, text, unique, uuid } from 'drizzle-orm/pg-core'
import { guestLinks } from './attendees'
import { calendars } from './calendars'
import { id, instant } from './columns'
import { events } from './events'
import { users } from './users'

/** A user's own settings for a shared event or occurrence. Never part of the event itself. */
export const layers = pgTable(
  'layers',
  {
    id: id(),
    userId: uuid()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    eventId: uuid()
      .notNull()
      .references(() => events.id, { onDelete: 'cascade' }),
    recurrenceId: text(),
    color: text(),
    busy: boolean(),
    note: text(),
    /** Whether the user gets no notifications about it. */
    muted: boolean().notNull().default(false),
    hidden: boolean().notNull().default(false),
    /** Whether the user's alarms for it, which may be none, replace the defaults. */
    ownAlarms: boolean().notNull().default(false),
  },
  (t) => [
    unique('layers_one').on(t.userId, t.eventId, t.recurrenceId).nullsNotDistinct(),
    index('layers_event').on(t.eventId),
  ],
)

/** A user's own alarm: for an event, an occurrence, or (as default) for all events of a calendar. */
export const alarms = pgTable(
  'alarms',
  {
    id: id(),
    userId: uuid()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    eventId: uuid().references(() => events.id, { onDelete: 'cascade' }),
    calendarId: uuid().references(() => calendars.id, { onDelete: 'cascade' }),
    recurrenceId: text(),
    /** Minutes before the start; negative: after the start of an all-day event. Null for an absolute time. */
    minutesBefore: integer(),
    /** An absolute time. */
    at: instant(),
    method: text({ enum: ['push', 'email', 'in-app'] }).notNull(),
    /** Whether a calendar's default is for all-day events; otherwise it is for timed ones. */
    allDay: boolean().notNull().default(false),
    order: smallint().notNull().default(0),
  },
  (t) => [
    check('alarms_one_target', sql`num_nonnulls(event_id, calendar_id) = 1`),
    check('alarms_one_time', sql`num_nonnulls(minutes_before, at) = 1`),
    index('alarms_event').on(t.eventId),
    index('alarms_user').on(t.userId, t.calendarId),
    index('alarms_calendar').on(t.calendarId).where(sql`calendar_id is not null`),
  ],
)

/**
 * Alarms that are due within two days, and those that fired recently: one per alarm, occurrence and channel. Filled
 * from alarms and defaults by lib/commands/effects/due-alarms.ts. `trigger` names the alarm: `-15` (minutes), or `at`
 * or `snooze` with its time.
 */
export const alarmDue = pgTable(
  'alarm_due',
  {
    id: id(),
    /** The user or the guest whom it reminds. */
    userId: uuid().references(() => users.id, { onDelete: 'cascade' }),
    guestLinkId: uuid().references(() => guestLinks.id, { onDelete: 'cascade' }),
    eventId: uuid()
      .notNull()
      .references(() => events.id, { onDelete: 'cascade' }),
    recurrenceId: text(),
    method: text({ enum: ['push', 'email', 'in-app'] }).notNull(),
    trigger: text().notNull(),
    /** Start of the occurrence, read as UTC if it is all-day or floating: an event that moves is announced again. */
    startsAt: instant().notNull(),
    dueAt: instant().notNull(),
    firedAt: instant(),
  },
  (t) => [
    check('alarm_due_one_person', sql`num_nonnulls(user_id, guest_link_id) = 1`),
    unique('alarm_due_once')
      .on(t.eventId, t.userId, t.guestLinkId, t.recurrenceId, t.method, t.trigger, t.startsAt)
      .nullsNotDistinct(),
    index('alarm_due_next').on(t.dueAt).where(sql`fired_at is null`),
    index('alarm_due_user').on(t.userId),
    index('alarm_due_guest').on(t.guestLinkId).where(sql`guest_link_id is not null`),
  ],
)
