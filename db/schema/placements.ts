import { sql } from 'drizzle-orm'
import { boolean, foreignKey, index, pgTable, primaryKey, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { calendars } from './calendars'
import { instant } from './columns'
import { events } from './events'
import { users } from './users'

/**
 * An event shown in a calendar. The home placement decides who may write the event. An event can have any number of
 * other placements. `uid`, `spanFrom` and `spanTo` are the event's, kept equal by the foreign key (on update cascade)
 * so that one index by calendar and time serves every view. `long`: a series, or a span over 31 days; those have a
 * small index of their own.
 */
export const placements = pgTable(
  'placements',
  {
    eventId: uuid().notNull(),
    calendarId: uuid()
      .notNull()
      .references(() => calendars.id, { onDelete: 'cascade' }),
    home: boolean().notNull(),
    detail: text({ enum: ['full', 'title', 'busy'] })
      .notNull()
      .default('full'),
    uid: text().notNull(),
    spanFrom: instant().notNull(),
    spanTo: instant().notNull(),
    long: boolean().notNull().default(false),
    /**
     * The user who placed it there; null for the home placement, or if unknown. The placement is active while that user
     * can read the event in its home calendar or attends it.
     */
    placedBy: uuid().references(() => users.id, { onDelete: 'set null' }),
    deletedAt: instant(),
  },
  (t) => [
    primaryKey({ columns: [t.eventId, t.calendarId] }),
    foreignKey({
      name: 'placements_event',
      columns: [t.eventId, t.uid, t.spanFrom, t.spanTo],
      foreignColumns: [events.id, events.uid, events.spanFrom, events.spanTo],
    })
      .onUpdate('cascade')
      .onDelete('cascade'),
    uniqueIndex('placements_home').on(t.eventId).where(sql`home`),
    // This index is not unique: an event must not be refused because another event, which the editor cannot see, has
    // its UID.
    index('placements_uid').on(t.calendarId, t.uid, t.eventId).where(sql`deleted_at is null`),
    index('placements_range').on(t.calendarId, t.spanFrom).where(sql`deleted_at is null and not long`),
    index('placements_placed_by').on(t.placedBy).where(sql`placed_by is not null`),
    index('placements_long').on(t.calendarId).where(sql`deleted_at is null and long`),
  ],
)
