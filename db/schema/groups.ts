import { sql } from 'drizzle-orm'
import { index, integer, pgTable, primaryKey, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { createdAt, id, instant } from './columns'
import { deliveries } from './deliveries'
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
    createdAt: createdAt(),
  },
  (t) => [primaryKey({ columns: [t.groupId, t.userId] }), index('members_user').on(t.userId)],
)

/**
 * An invitation by link, or sent to an address. Only the SHA-256 of its token is stored, so a copy of the database
 * contains no usable links.
 */
export const invitations = pgTable(
  'invitations',
  {
    id: id(),
    groupId: uuid()
      .notNull()
      .references(() => groups.id, { onDelete: 'cascade' }),
    role: text({ enum: ['admin', 'editor', 'viewer'] }).notNull(),
    tokenHash: text().notNull(),
    /** The address it was sent to; null for a link that is passed on by hand. */
    email: text(),
    createdBy: uuid()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    createdAt: createdAt(),
    expiresAt: instant().notNull(),
    /** null: unlimited. */
    maxUses: integer(),
    uses: integer().notNull().default(0),
    revokedAt: instant(),
    /**
     * Set with `revokedAt` when the recipient declined; null again once a member who manages the group has dismissed
     * it.
     */
    declinedAt: instant(),
    /** The mail by which it was sent. */
    deliveryId: uuid().references(() => deliveries.id, { onDelete: 'set null' }),
  },
  (t) => [
    uniqueIndex('invitations_token').on(t.tokenHash),
    index('invitations_group').on(t.groupId),
    index('invitations_created_by').on(t.createdBy),
    index('invitations_delivery').on(t.deliveryId).where(sql`delivery_id is not null`),
    index('invitations_email').on(t.email).where(sql`email is not null`),
  ],
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
