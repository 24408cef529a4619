import { sql } from 'drizzle-orm'
import { check, index, pgTable, primaryKey, text, unique, uuid } from 'drizzle-orm/pg-core'
import { id } from './columns'
import { events } from './events'
import { users } from './users'

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
