import { sql } from 'drizzle-orm'
import { index, integer, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { createdAt, id, instant } from './columns'
import { deliveries } from './deliveries'
import { groups } from './groups'
import { users } from './users'

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
