import { sql } from 'drizzle-orm'
import { check, integer, pgTable, smallint, text } from 'drizzle-orm/pg-core'
import { createdAt, id } from './columns'

/** What is said once for this whole installation: one row. */
export const instance = pgTable(
  'instance',
  {
    id: smallint().primaryKey().default(1),
    /** Who may sign up: anybody, who was invited, nobody. */
    registration: text({ enum: ['open', 'invitation', 'closed'] })
      .notNull()
      .default('open'),
    version: integer().notNull().default(1),
  },
  () => [check('instance_one', sql`id = 1`)],
)

/**
 * What went wrong by our own doing, the latest of it: where, and what, but nothing that people had written. Written by
 * commands/faults.ts only.
 */
export const faults = pgTable('faults', {
  id: id(),
  /** What was being done: a path, an action, a job. */
  place: text().notNull(),
  message: text().notNull(),
  /** Where in the code. */
  trace: text().notNull().default(''),
  createdAt: createdAt(),
})
