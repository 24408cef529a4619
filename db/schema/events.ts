import { sql } from 'drizzle-orm'
import { boolean, check, date, index, integer, jsonb, pgTable, text, unique, uuid } from 'drizzle-orm/pg-core'
import { READ_ONLY_REASONS } from '@/lib/calendar/read-only'
import type { Overrides, Recurrence } from '@/lib/calendar/series/recurrence'
import type { ReceivedState } from '@/lib/calendar/server/incoming/received'
import { createdAt, id, instant, SPAN_SHAPES, spanColumns } from './columns'
import { users } from './users'

/**
 * Length of a series as text, without the fields of its overrides that views leave out (lib/queries/range.ts). The
 * overrides count at least a quarter of their length, since a view has to read them whole. `pg_column_size` would be
 * the compressed size, which for repetitive titles is a twentieth.
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
    /** iCalendar UID. Unique in a calendar among the events that one user sees. */
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
    /** Whether attendees who cannot edit the event see only themselves among its attendees. */
    guestListHidden: boolean().notNull().default(false),
    guestsMayComment: boolean().notNull().default(false),
    /** Maximum number of people, counted by party size; later acceptances wait for a free place. Null: unlimited. */
    capacity: integer(),
    /** The date, in the zone of the event, until which attendees are asked to answer. */
    answerBy: date({ mode: 'string' }),
    /**
     * The user who invites, stored with the first attendees. Null without attendees. If the account was deleted, an
     * owner of the calendar becomes the organizer.
     */
    organizerId: uuid().references(() => users.id, { onDelete: 'set null' }),
    /** When a reminder was ticked. */
    doneAt: instant(),
    ...spanColumns(),
    /** `{ rules, dates, exclusions }` of a series (RFC 5545 RRULE, RDATE, EXDATE); null for a single event. */
    recurrence: jsonb().$type<Recurrence>(),
    /** Changed occurrences of a series by recurrence id: each with only the fields that differ from the series. */
    overrides: jsonb().$type<Overrides>().notNull().default({}),
    /** How much of a series a view has to process ({@link SERIES_BYTES}); null for a single event. */
    seriesBytes: integer().generatedAlwaysAs(sql.raw(SERIES_BYTES)),
    /** The series this one continues, after an edit of "this and following". */
    splitFrom: uuid(),
    /**
     * Why only a sync may change the event: its calendar is synced in one direction or cannot be written at the
     * provider; the account does not organize it; the provider locks it, or it is of a special kind, such as a
     * birthday. Null: editors of the calendar may change it.
     */
    readOnly: text({ enum: READ_ONLY_REASONS }),
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
    check('events_capacity', sql`capacity > 0`),
    // The columns that placements copy by foreign key, so that the copies are always up to date.
    unique('events_copied').on(t.id, t.uid, t.spanFrom, t.spanTo),
    index('events_created_by').on(t.createdBy),
    index('events_organizer').on(t.organizerId).where(sql`organizer_id is not null`),
    index('events_split_from').on(t.splitFrom).where(sql`split_from is not null`),
    index('events_tzdata').on(t.tzdata).where(sql`start_zone is not null`),
    index('events_deleted').on(t.deletedAt).where(sql`deleted_at is not null`),
    // Events of which an occurrence has attendees of its own: few, but found by reading all overrides otherwise.
    index('events_own_attendees').on(t.id).where(sql`overrides @? '$.*.attendees'`),
  ],
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
