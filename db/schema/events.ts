import { sql } from 'drizzle-orm'
import {
  boolean,
  check,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  smallint,
  text,
  unique,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import type { Overrides, Recurrence } from '@/lib/calendar/series/recurrence'
import type { ReceivedState } from '@/lib/calendar/server/incoming/received'
import { calendars } from './calendars'
import { createdAt, id, instant, SPAN_SHAPES, spanColumns } from './columns'
import { users } from './users'

/**
 * Length of a series as text, without the fields of its overrides that views leave out (lib/queries/range.ts). Those
 * count a quarter, since a view still has to read them. `pg_column_size` would be the compressed size, which for
 * repetitive titles is a twentieth.
 */
const SERIES_BYTES = `octet_length(recurrence::text) + greatest(
  octet_length(overrides::text) / 4,
  octet_length(overrides::text)
    - octet_length(jsonb_path_query_array(overrides, '$.*.description')::text)
    - octet_length(jsonb_path_query_array(overrides, '$.*.attendees')::text)
    - octet_length(jsonb_path_query_array(overrides, '$.*.unknown')::text))`

/** An event, as iCalendar's VEVENT defines it. Its placements say in which calendars it is shown. */
export const events = pgTable(
  'events',
  {
    id: id(),
    /** iCalendar UID. A calendar has each once among the events that one user sees. */
    uid: text().notNull(),
    kind: text({ enum: ['event', 'meeting', 'reminder'] }).notNull(),
    status: text({ enum: ['confirmed', 'tentative', 'cancelled'] })
      .notNull()
      .default('confirmed'),
    title: text().notNull(),
    description: text().notNull().default(''),
    location: text().notNull().default(''),
    /** iCalendar URL: a web or e-mail address; '' if there is none. */
    url: text().notNull().default(''),
    /** A name of the palette; null: the calendar's color. */
    color: text(),
    visibility: text({ enum: ['default', 'private'] })
      .notNull()
      .default('default'),
    /** iCalendar TRANSP: OPAQUE is busy. */
    busy: boolean().notNull().default(true),
    /** When a reminder was ticked. */
    doneAt: instant(),
    ...spanColumns(),
    /** `{ rules, dates, exclusions }` of a series (RFC 5545 RRULE, RDATE, EXDATE); null for a single event. */
    recurrence: jsonb().$type<Recurrence>(),
    /** Changed occurrences of a series by recurrence id: each with only the fields that differ from the series. */
    overrides: jsonb().$type<Overrides>().notNull().default({}),
    /** Bytes of JSON that a view builds of a series, {@link SERIES_BYTES}; null for a single event. */
    seriesBytes: integer().generatedAlwaysAs(sql.raw(SERIES_BYTES)),
    /** The series this one continues, after an edit of "this and following". */
    splitFrom: uuid(),
    /** iCalendar SEQUENCE. */
    sequence: integer().notNull().default(0),
    /** jCal properties that Kinday does not support, stored so that an export keeps them. */
    unknown: jsonb().$type<unknown[]>().notNull().default([]),
    createdBy: uuid().references(() => users.id, { onDelete: 'set null' }),
    createdAt: createdAt(),
    updatedAt: createdAt(),
    deletedAt: instant(),
    version: integer().notNull().default(1),
  },
  (t) => [
    check('events_span', sql.raw(SPAN_SHAPES)),
    // The columns that placements copy by foreign key, so that the copies are always up to date.
    unique('events_copied').on(t.id, t.uid, t.spanFrom, t.spanTo),
    index('events_created_by').on(t.createdBy),
    index('events_split_from').on(t.splitFrom).where(sql`split_from is not null`),
    index('events_tzdata').on(t.tzdata).where(sql`start_zone is not null`),
    index('events_deleted').on(t.deletedAt).where(sql`deleted_at is not null`),
  ],
)

/**
 * An event shown in a calendar: its home placement, from which permissions to write come, or one of any number of
 * others. `uid`, `spanFrom` and `spanTo` are the event's, copied by the foreign key so that one index by calendar and
 * time serves every view. `long`: a series, or a span over 31 days; those have a small index of their own.
 */
export const placements = pgTable(
  'placements',
  {
    eventId: uuid().notNull(),
    calendarId: uuid()
      .notNull()
      .references(() => calendars.id, { onDelete: 'cascade' }),
    home: boolean().notNull(),
    detail: text({ enum: ['full', 'title', 'busy'] })
      .notNull()
      .default('full'),
    uid: text().notNull(),
    spanFrom: instant().notNull(),
    spanTo: instant().notNull(),
    long: boolean().notNull().default(false),
    /**
     * The user who placed it there; null for the home placement, or if unknown. The placement is active while that user
     * reads both calendars.
     */
    placedBy: uuid().references(() => users.id, { onDelete: 'set null' }),
    deletedAt: instant(),
  },
  (t) => [
    primaryKey({ columns: [t.eventId, t.calendarId] }),
    foreignKey({
      name: 'placements_event',
      columns: [t.eventId, t.uid, t.spanFrom, t.spanTo],
      foreignColumns: [events.id, events.uid, events.spanFrom, events.spanTo],
    })
      .onUpdate('cascade')
      .onDelete('cascade'),
    uniqueIndex('placements_home').on(t.eventId).where(sql`home`),
    // Not unique: an event must not be refused because of another with its UID that the editor cannot see.
    index('placements_uid').on(t.calendarId, t.uid, t.eventId).where(sql`deleted_at is null`),
    index('placements_range').on(t.calendarId, t.spanFrom).where(sql`deleted_at is null and not long`),
    index('placements_placed_by').on(t.placedBy).where(sql`placed_by is not null`),
    index('placements_long').on(t.calendarId).where(sql`deleted_at is null and long`),
  ],
)

/**
 * A person invited to an event: by account, by e-mail address, or by name alone (imported files). An occurrence with
 * attendees of its own has them in its override. Participation statuses are in `answers`.
 */
export const attendees = pgTable(
  'attendees',
  {
    id: id(),
    eventId: uuid()
      .notNull()
      .references(() => events.id, { onDelete: 'cascade' }),
    userId: uuid().references(() => users.id, { onDelete: 'cascade' }),
    email: text(),
    name: text(),
  },
  (t) => [
    check('attendees_someone', sql`num_nonnulls(user_id, email, name) > 0`),
    unique('attendees_user').on(t.eventId, t.userId),
    unique('attendees_email').on(t.eventId, t.email),
    index('attendees_of_user').on(t.userId),
  ],
)

/**
 * A user for whom an event does not exist: on no page, and in no count, feed, search, history or free/busy time. Never
 * one of its attendees.
 */
export const hiddenFrom = pgTable(
  'hidden_from',
  {
    eventId: uuid()
      .notNull()
      .references(() => events.id, { onDelete: 'cascade' }),
    userId: uuid()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
  },
  (t) => [primaryKey({ columns: [t.eventId, t.userId] }), index('hidden_from_user').on(t.userId, t.eventId)],
)

/** The last version of an event that was received from a file or message: the base of three-way merges. */
export const received = pgTable('received', {
  eventId: uuid()
    .primaryKey()
    .references(() => events.id, { onDelete: 'cascade' }),
  /** `{ sequence, lastModified, stamp }`; null where only instances were received. */
  version: jsonb().$type<ReceivedState['version']>(),
  /** Versions of changed instances, by recurrence id. */
  instances: jsonb().$type<ReceivedState['instances']>().notNull(),
  /** The event as its source has it, before local edits. */
  content: jsonb().$type<ReceivedState['content']>(),
})

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
