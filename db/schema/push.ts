import { index, pgTable, text, unique, uuid } from 'drizzle-orm/pg-core'
import { createdAt, id, instant } from './columns'
import { sessions, users } from './users'

/** Devices that receive push messages (RFC 8030). Each ends with the session in which it was enabled. */
export const pushSubscriptions = pgTable(
  'push_subscriptions',
  {
    id: id(),
    userId: uuid()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    sessionId: uuid()
      .notNull()
      .references(() => sessions.id, { onDelete: 'cascade' }),
    /** The address at the push service. Never shown: it is all that is needed to send to the device. */
    endpoint: text().notNull(),
    /** The keys of the device (RFC 8291), in base64url. */
    p256dh: text().notNull(),
    auth: text().notNull(),
    createdAt: createdAt(),
    /** When the push service last accepted a message. */
    lastSuccessAt: instant(),
  },
  (t) => [
    // A browser has one subscription, which belongs to the user who enabled it last.
    unique('push_subscriptions_endpoint').on(t.endpoint),
    index('push_subscriptions_user').on(t.userId),
    index('push_subscriptions_session').on(t.sessionId),
  ],
)
