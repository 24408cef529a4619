import { sql } from 'drizzle-orm'
import { check, integer, pgTable, smallint, text } from 'drizzle-orm/pg-core'

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
