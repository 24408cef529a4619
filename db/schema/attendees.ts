import { sql } from 'drizzle-orm'
import {
  boolean,
  check,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  unique,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import { createdAt, id, instant } from './columns'
import { events } from './events'
import { groups } from './groups'
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

/** A group whose later members are invited as well. Its members at the time of the invitation are `attendees`. */
export const invitedGroups = pgTable(
  'invited_groups',
  {
    eventId: uuid()
      .notNull()
      .references(() => events.id, { onDelete: 'cascade' }),
    groupId: uuid()
      .notNull()
      .references(() => groups.id, { onDelete: 'cascade' }),
  },
  (t) => [primaryKey({ columns: [t.eventId, t.groupId] }), index('invited_groups_group').on(t.groupId)],
)

/**
 * The signed link of a guest without an account to an event. A link with neither address nor name is public: anyone
 * who has it can add themselves to the event (its index is called `guest_links_open`). The token is derived from the id
 * (lib/access/guest-tokens.ts), so the organizer can show it again; nothing secret is stored.
 */
export const guestLinks = pgTable(
  'guest_links',
  {
    id: id(),
    eventId: uuid()
      .notNull()
      .references(() => events.id, { onDelete: 'cascade' }),
    /** The invited address, in lower case. */
    email: text(),
    /** The name of a guest without an address, who came by the public link. */
    name: text(),
    /** The guest's language, once chosen on the page. */
    locale: text(),
    /** E-mail reminder that the guest asked for, in minutes before the start. */
    remindMinutesBefore: integer(),
    /** Whether the guest wants no more mails about this event, except cancellations. */
    unsubscribed: boolean().notNull().default(false),
    createdBy: uuid().references(() => users.id, { onDelete: 'set null' }),
    createdAt: createdAt(),
    revokedAt: instant(),
  },
  (t) => [
    index('guest_links_address').on(t.email),
    // Finds the links that a reply tag may belong to (lib/mail/reply-address.ts).
    index('guest_links_reply_tag').on(sql`right(id::text, 4)`).where(sql`email is not null`),
    check('guest_links_one_guest', sql`num_nonnulls(email, name) <= 1`),
    uniqueIndex('guest_links_email')
      .on(t.eventId, t.email)
      .where(sql`email is not null and revoked_at is null`),
    uniqueIndex('guest_links_name').on(t.eventId, t.name).where(sql`name is not null and revoked_at is null`),
    uniqueIndex('guest_links_open')
      .on(t.eventId)
      .where(sql`email is null and name is null and revoked_at is null`),
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
