import { sql } from 'drizzle-orm'
import {
  boolean,
  check,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import { createdAt, id, instant } from './columns'
import { groups } from './groups'
import { users } from './users'

/** Belongs to one user or to one group. */
export const calendars = pgTable(
  'calendars',
  {
    id: id(),
    ownerUserId: uuid().references(() => users.id, { onDelete: 'cascade' }),
    ownerGroupId: uuid().references(() => groups.id, { onDelete: 'cascade' }),
    name: text().notNull(),
    color: text().notNull(),
    description: text().notNull().default(''),
    version: integer().notNull().default(1),
    createdAt: createdAt(),
    deletedAt: instant(),
  },
  (t) => [
    check('calendars_one_owner', sql`num_nonnulls(owner_user_id, owner_group_id) = 1`),
    index('calendars_owner_user').on(t.ownerUserId),
    index('calendars_owner_group').on(t.ownerGroupId),
    index('calendars_deleted').on(t.deletedAt).where(sql`deleted_at is not null`),
  ],
)

/** How one user has a calendar in their own view of things: nobody else sees it. */
export const calendarSettings = pgTable(
  'calendar_settings',
  {
    userId: uuid()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    calendarId: uuid()
      .notNull()
      .references(() => calendars.id, { onDelete: 'cascade' }),
    /** null: the calendar's own. */
    color: text(),
    /** Its events are not drawn until it is shown again. */
    hidden: boolean().notNull().default(false),
    /** Where it stands in lists; those without a place come last, in the order in which they were made. */
    position: integer(),
  },
  (t) => [
    primaryKey({ columns: [t.userId, t.calendarId] }),
    index('calendar_settings_calendar').on(t.calendarId),
  ],
)

/**
 * A calendar shared beyond its owner: with a user, a group or an e-mail address. A share with an address waits until an
 * account that has verified the address accepts it, and does not reveal whether there is one.
 */
export const shares = pgTable(
  'shares',
  {
    id: id(),
    calendarId: uuid()
      .notNull()
      .references(() => calendars.id, { onDelete: 'cascade' }),
    userId: uuid().references(() => users.id, { onDelete: 'cascade' }),
    groupId: uuid().references(() => groups.id, { onDelete: 'cascade' }),
    /** In lower case, as accounts have it. */
    email: text(),
    role: text({ enum: ['owner', 'editor', 'viewer', 'freebusy'] }).notNull(),
    createdAt: createdAt(),
    /** The user who shared it; null if that account was deleted, or if it was shared before this column existed. */
    createdBy: uuid().references(() => users.id, { onDelete: 'set null' }),
    /** null while it waits to be accepted: then it gives no access. */
    acceptedAt: instant(),
    /** Of a share with an address: the account that accepted it. It gives access to that account only. */
    acceptedBy: uuid().references(() => users.id, { onDelete: 'set null' }),
  },
  (t) => [
    check('shares_one_receiver', sql`num_nonnulls(user_id, group_id, email) = 1`),
    uniqueIndex('shares_user').on(t.userId, t.calendarId),
    uniqueIndex('shares_group').on(t.groupId, t.calendarId),
    uniqueIndex('shares_email').on(t.email, t.calendarId),
    index('shares_calendar').on(t.calendarId),
    index('shares_created_by').on(t.createdBy),
    index('shares_accepted_by').on(t.acceptedBy).where(sql`accepted_by is not null`),
  ],
)

/**
 * A secret address that a calendar can be followed at without an account: in full, or as free/busy times alone. It opens
 * for as long as who made it may share that calendar. Only the secret's hash is kept.
 */
export const feeds = pgTable(
  'feeds',
  {
    id: id(),
    calendarId: uuid()
      .notNull()
      .references(() => calendars.id, { onDelete: 'cascade' }),
    createdBy: uuid()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    level: text({ enum: ['full', 'busy'] }).notNull(),
    /** What its owner calls it: who it was made for. */
    name: text().notNull(),
    tokenHash: text().notNull(),
    createdAt: createdAt(),
    revokedAt: instant(),
    /** To the hour. */
    lastReadAt: instant(),
    /** A hash of the body as it was read last, when that changed, and at which state of the calendar it was read. */
    bodyState: text(),
    bodyEtag: text(),
    bodyChangedAt: instant(),
  },
  (t) => [uniqueIndex('feeds_token').on(t.tokenHash), index('feeds_calendar').on(t.calendarId)],
)
