import { sql } from 'drizzle-orm'
import type { Db } from '@/db/client'
import type { Reach } from '@/lib/access/reach'
import { visibleEvents } from '@/lib/access/visible-events'
import { LEVELS } from '@/lib/calendar/roles'
import type { PeoplePage } from '@/lib/schemas/groups'
import { hasNameLike } from './groups'

/** Maximum number of addresses and groups that are suggested. */
const MAX_SUGGESTED = 8

/**
 * Returns suggested guests other than single accounts: addresses that the user has invited to events that the user
 * still sees, and the user's groups.
 */
export async function knownGuests(
  db: Db,
  reach: Reach,
  q: string,
): Promise<NonNullable<PeoplePage['guests']>> {
  const { userId, groups } = reach
  const visibleCalendars = reach.calendars.map(({ id, level }) => ({ id, level: LEVELS.indexOf(level) + 1 }))
  const addresses = await db.execute<{ email: string; name: string | null }>(sql`
    select a.email, max(a.name) as name from events e join attendees a on a.event_id = e.id
    where e.organizer_id = ${userId} and a.user_id is null and a.email is not null and ${hasNameLike(q, 'a')}
      and e.id in (select visible.id from placements p
        join jsonb_to_recordset(${JSON.stringify(visibleCalendars)}::jsonb) as r (id uuid, level int) on r.id = p.calendar_id
        cross join lateral ${visibleEvents(reach, sql`r.level`)} visible
        where p.event_id = e.id and visible.detail = 'full')
    group by a.email order by max(a.id::text) desc limit ${MAX_SUGGESTED}`)
  const sought = q.trim().toLowerCase()
  const found = groups.filter(({ name }) => name.toLowerCase().includes(sought)).slice(0, MAX_SUGGESTED)
  return { addresses: [...addresses], groups: found.map(({ id, name }) => ({ id, name })) }
}
