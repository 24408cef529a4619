import { index, integer, jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { createdAt, id, instant } from './columns'
import { users } from './users'

/** The ledger of what is told to people out of the app: what, to whom, by which channel, and how it went. */
export const deliveries = pgTable(
  'deliveries',
  {
    id: id(),
    channel: text({ enum: ['email'] }).notNull(),
    /** Whose it is, where they have an account. */
    userId: uuid().references(() => users.id, { onDelete: 'cascade' }),
    address: text().notNull(),
    /** Which of lib/mail/templates.ts, and what it is filled with. Emptied once sent: it may hold secrets. */
    template: text().notNull(),
    data: jsonb().$type<Record<string, unknown>>(),
    outcome: text({ enum: ['queued', 'sent', 'failed'] })
      .notNull()
      .default('queued'),
    attempts: integer().notNull().default(0),
    error: text(),
    /** Who is sending it has it until then. */
    takenUntil: instant(),
    createdAt: createdAt(),
    sentAt: instant(),
  },
  (t) => [index('deliveries_user').on(t.userId), index('deliveries_created').on(t.createdAt)],
)
