import { customType, index, jsonb, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { calendars } from './calendars'
import { createdAt, id, instant } from './columns'
import { events } from './events'
import { users } from './users'

const bytes = customType<{ data: Uint8Array; driverData: Uint8Array }>({ dataType: () => 'bytea' })

/** A user's access to an external account or feed. `credentials`: encrypted with AES-256-GCM; `keyId` names the key. */
export const connections = pgTable(
  'connections',
  {
    id: id(),
    userId: uuid()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    kind: text({ enum: ['google', 'microsoft', 'caldav', 'ics'] }).notNull(),
    account: text().notNull(),
    credentials: bytes().notNull(),
    keyId: text().notNull(),
    createdAt: createdAt(),
  },
  (t) => [index('connections_user').on(t.userId)],
)

/**
 * A remote object that is synced with an event, and its state at the last sync: the common ancestor of a three-way
 * merge.
 */
export const links = pgTable(
  'links',
  {
    id: id(),
    connectionId: uuid()
      .notNull()
      .references(() => connections.id, { onDelete: 'cascade' }),
    calendarId: uuid()
      .notNull()
      .references(() => calendars.id, { onDelete: 'cascade' }),
    eventId: uuid().references(() => events.id, { onDelete: 'set null' }),
    remote: text().notNull(),
    etag: text(),
    snapshot: jsonb().$type<Record<string, unknown>>(),
    syncedAt: instant(),
  },
  (t) => [
    uniqueIndex('links_remote').on(t.connectionId, t.calendarId, t.remote),
    index('links_calendar').on(t.calendarId),
    index('links_event').on(t.eventId),
  ],
)
