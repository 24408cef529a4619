import { index, integer, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { bytea, createdAt, id } from './columns'
import { users } from './users'

/** A picture of a user or a group, scaled down on upload. Stored in the database, so that a backup contains it. */
export const pictures = pgTable(
  'pictures',
  {
    id: id(),
    type: text({ enum: ['image/webp'] }).notNull(),
    width: integer().notNull(),
    height: integer().notNull(),
    data: bytea().notNull(),
    createdBy: uuid().references(() => users.id, { onDelete: 'set null' }),
    createdAt: createdAt(),
  },
  (t) => [index('pictures_created_by').on(t.createdBy)],
)
