import { index, integer, jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { createdAt, id, instant } from './columns'
import { users } from './users'

/** Messages that are sent to people outside the app: template, recipient, channel and outcome. */
export const deliveries = pgTable(
  'deliveries',
  {
    id: id(),
    channel: text({ enum: ['email'] }).notNull(),
    /** The recipient, if they have an account. */
    userId: uuid().references(() => users.id, { onDelete: 'cascade' }),
    address: text().notNull(),
    /** The template of lib/mail/templates.ts and its data. The data is deleted once sent: it may hold secrets. */
    template: text().notNull(),
    data: jsonb().$type<Record<string, unknown>>(),
    outcome: text({ enum: ['queued', 'sent', 'failed'] })
      .notNull()
      .default('queued'),
    attempts: integer().notNull().default(0),
    error: text(),
    /** Until then the job that is sending it has it reserved. */
    takenUntil: instant(),
    createdAt: createdAt(),
    sentAt: instant(),
  },
  (t) => [index('deliveries_user').on(t.userId), index('deliveries_created').on(t.createdAt)],
)
