import { sql } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { levelsOf, readersOf } from '@/lib/access/levels'
import { visibleEvents } from '@/lib/access/visible-events'

/**
 * Returns the ids of hidden events that only this user sees: they are hidden from all other readers of their calendars.
 * Without this user no user could find them.
 */
export async function eventsOnlySeenBy(db: Db, userId: string): Promise<string[]> {
  const viewer = { userId: sql`r.user_id` }
  const rows = await db.execute<{ id: string }>(sql`
    select distinct e.id from ${levelsOf(userId)} l
      join placements own on own.calendar_id = l.calendar_id and own.deleted_at is null
      cross join lateral ${visibleEvents({ userId }, sql`l.level`, 'own')} e
    where e.detail <> 'busy' and exists (select 1 from hidden_from h where h.event_id = e.id)
      and not exists (
        select 1 from placements p cross join lateral ${readersOf(sql`p.calendar_id`)} r
          cross join lateral ${visibleEvents(viewer, sql`r.level`)} v
        where p.event_id = e.id and p.deleted_at is null and p.placed_by is distinct from ${userId}::uuid
          and r.user_id <> ${userId}::uuid and v.detail <> 'busy')
    order by e.id`)
  return rows.map(({ id }) => id)
}
