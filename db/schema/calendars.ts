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

/** A calendar, owned by a user or by a group. */
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

/** A user's own settings for a calendar, which no other user sees. */
export const calendarSettings = pgTable(
  'calendar_settings',
  {
    userId: uuid()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    calendarId: uuid()
      .notNull()
      .references(() => calendars.id, { onDelete: 'cascade' }),
    /** null: the calendar's own color. */
    color: text(),
    /** Whether views leave out its events. */
    hidden: boolean().notNull().default(false),
    /** Whether the user's alarms for this calendar, which may be none, replace the user's default alarms. */
    ownAlarms: boolean().notNull().default(false),
    /** Position in lists; calendars without one come last, in the order of their creation. */
    position: integer(),
  },
  (t) => [
    primaryKey({ columns: [t.userId, t.calendarId] }),
    index('calendar_settings_calendar').on(t.calendarId),
  ],
)

/**
 * A calendar shared beyond its owner: with a user, a group or an e-mail address. A share with an address waits until an
 * account that has verified the address accepts it, and does not reveal whether such an account exists.
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
    level: text({ enum: ['owner', 'editor', 'viewer', 'freebusy'] }).notNull(),
    createdAt: createdAt(),
    /** The user who shared it; null if that account was deleted, or if it was shared before this column existed. */
    createdBy: uuid().references(() => users.id, { onDelete: 'set null' }),
    /** null until the share is accepted; until then it gives no access. */
    acceptedAt: instant(),
    /** For a share with an address: the account that accepted it. The share gives access to that account only. */
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
 * A secret URL by which clients without an account subscribe to a calendar: in full, or as free/busy times. It works as
 * long as its creator may share the calendar. Only the token's hash is stored.
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
    /** Name that its creator gave it, such as the person it was created for. */
    name: text().notNull(),
    tokenHash: text().notNull(),
    createdAt: createdAt(),
    revokedAt: instant(),
    /** Accurate to the hour. */
    lastReadAt: instant(),
    /** State of the calendar at the last read. */
    bodyState: text(),
    /** Hash of the body of the last response. */
    bodyEtag: text(),
    /** When that hash changed. */
    bodyChangedAt: instant(),
  },
  (t) => [uniqueIndex('feeds_token').on(t.tokenHash), index('feeds_calendar').on(t.calendarId)],
)
