import { sql } from 'drizzle-orm'
import { check, index, jsonb, pgTable, smallint, text, unique, uuid } from 'drizzle-orm/pg-core'
import { ANSWER_SOURCES } from '@/lib/calendar/answers'
import type { Span } from '@/lib/calendar/span'
import { createdAt, id } from './columns'
import { events } from './events'
import { users } from './users'

/**
 * Participation status of an attendee (RFC 5545 PARTSTAT) for an event or one occurrence. Keyed by the person and not
 * by a row of `attendees`: an answer outlives edits of the attendee list, and an occurrence can have attendees of its
 * own.
 */
export const answers = pgTable(
  'answers',
  {
    id: id(),
    eventId: uuid()
      .notNull()
      .references(() => events.id, { onDelete: 'cascade' }),
    userId: uuid().references(() => users.id, { onDelete: 'cascade' }),
    email: text(),
    /** Identifies attendees of imported files that have neither account nor address; null for all others. */
    name: text(),
    /** Null: the event, or the series as a whole. */
    recurrenceId: text(),
    status: text({ enum: ['needs-action', 'accepted', 'declined', 'tentative'] }).notNull(),
    /** The attendee and everyone they bring. */
    partySize: smallint().notNull().default(1),
    comment: text().notNull().default(''),
    /** Span of the event at the time of the answer, which counts while the event still has this span. */
    givenFor: jsonb().$type<Span>().notNull(),
    source: text({ enum: ANSWER_SOURCES }).notNull(),
    answeredAt: createdAt(),
  },
  (t) => [
    check('answers_one_person', sql`num_nonnulls(user_id, email, name) = 1`),
    check('answers_party_size', sql`party_size between 1 and 100`),
    unique('answers_of_person').on(t.eventId, t.recurrenceId, t.userId, t.email, t.name).nullsNotDistinct(),
    index('answers_of_user').on(t.userId),
  ],
)
