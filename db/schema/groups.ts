import { sql } from 'drizzle-orm'
import { boolean, index, integer, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { createdAt, id, instant } from './columns'
import { users } from './users'

/** A family, couple, circle or community. */
export const groups = pgTable(
  'groups',
  {
    id: id(),
    name: text().notNull(),
    color: text().notNull(),
    description: text().notNull().default(''),
    /** Path of its picture on this server. */
    image: text(),
    version: integer().notNull().default(1),
    createdAt: createdAt(),
    deletedAt: instant(),
  },
  (t) => [index('groups_image').on(t.image).where(sql`image is not null`)],
)

export const members = pgTable(
  'members',
  {
    groupId: uuid()
      .notNull()
      .references(() => groups.id, { onDelete: 'cascade' }),
    userId: uuid()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    role: text({ enum: ['owner', 'admin', 'editor', 'viewer'] }).notNull(),
    /** A name of the palette: the color of the member in this group. */
    color: text().notNull(),
    /** Whether the member gets no notifications about the group and its calendars. */
    muted: boolean().notNull().default(false),
    createdAt: createdAt(),
  },
  (t) => [primaryKey({ columns: [t.groupId, t.userId] }), index('members_user').on(t.userId)],
)

/**
 * Members without an account, such as children. Managers of the group edit their name and color. They are not in
 * `members`, so that no query gives them access to a calendar, a role or a notification.
 */
export const managedMembers = pgTable(
  'managed_members',
  {
    userId: uuid()
      .primaryKey()
      .references(() => users.id, { onDelete: 'cascade' }),
    groupId: uuid()
      .notNull()
      .references(() => groups.id, { onDelete: 'cascade' }),
    color: text().notNull(),
    createdAt: createdAt(),
  },
  (t) => [index('managed_members_group').on(t.groupId)],
)

/** Users who were removed from a group, and when last: older invitations do not let them in again. */
export const removedMembers = pgTable(
  'removed_members',
  {
    groupId: uuid()
      .notNull()
      .references(() => groups.id, { onDelete: 'cascade' }),
    userId: uuid()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    removedAt: instant().notNull(),
  },
  (t) => [primaryKey({ columns: [t.groupId, t.userId] })],
)
