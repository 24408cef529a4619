import { sql } from 'drizzle-orm'
import { check, index, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { createdAt, id, instant } from './columns'
import { events } from './events'
import { gatherings } from './gatherings'
import { groups } from './groups'
import { users } from './users'

/**
 * A comment on an event or a gathering, or a message in the conversation of a group. It is not content of the event: it
 * has no version, and all who see the event in full see it. The id orders comments by time.
 */
export const comments = pgTable(
  'comments',
  {
    id: id(),
    eventId: uuid().references(() => events.id, { onDelete: 'cascade' }),
    groupId: uuid().references(() => groups.id, { onDelete: 'cascade' }),
    gatheringId: uuid().references(() => gatherings.id, { onDelete: 'cascade' }),
    /** The author: a user, or a guest without an account, who is identified as in `answers`. */
    userId: uuid().references(() => users.id, { onDelete: 'cascade' }),
    email: text(),
    name: text(),
    /** Mentions are written as `<@user id>`. */
    text: text().notNull(),
    createdAt: createdAt(),
    editedAt: instant(),
    /** When it was pinned to the top of the group's conversation. */
    pinnedAt: instant(),
  },
  (t) => [
    check('comments_one_thread', sql`num_nonnulls(event_id, group_id, gathering_id) = 1`),
    check('comments_one_author', sql`num_nonnulls(user_id, email, name) = 1`),
    check('comments_pinned_in_group', sql`pinned_at is null or group_id is not null`),
    index('comments_of_event').on(t.eventId, t.id).where(sql`event_id is not null`),
    index('comments_of_group').on(t.groupId, t.id).where(sql`group_id is not null`),
    index('comments_of_gathering').on(t.gatheringId, t.id).where(sql`gathering_id is not null`),
    index('comments_pinned').on(t.groupId, t.pinnedAt).where(sql`pinned_at is not null`),
    index('comments_of_user').on(t.userId),
  ],
)
