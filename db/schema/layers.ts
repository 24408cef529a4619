import { sql } from 'drizzle-orm'
import { boolean, check, index, integer, pgTable, smallint, text, unique, uuid } from 'drizzle-orm/pg-core'
import { calendars } from './calendars'
import { id } from './columns'
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
    minutesBefore: integer().notNull(),
    method: text({ enum: ['push', 'email', 'in-app'] }).notNull(),
    /** Whether a calendar's default is for all-day events; otherwise it is for timed ones. */
    allDay: boolean().notNull().default(false),
    order: smallint().notNull().default(0),
  },
  (t) => [
    check('alarms_one_target', sql`num_nonnulls(event_id, calendar_id) = 1`),
    index('alarms_event').on(t.eventId),
    index('alarms_user').on(t.userId, t.calendarId),
    index('alarms_calendar').on(t.calendarId).where(sql`calendar_id is not null`),
  ],
)
