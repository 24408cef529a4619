import { sql } from 'drizzle-orm'
import type { Db } from '@/db/client'
import type { Reach } from '@/lib/access/reach'
import type { CalendarOverview, Feed } from '@/lib/schemas/calendars'

/** Every calendar that one sees, with the feeds of those one may share. */
export async function calendarOverviews(db: Db, reach: Reach): Promise<CalendarOverview[]> {
  const owned = reach.calendars.filter(({ level }) => level === 'owner').map(({ id }) => id)
  const rows = (await db.execute(sql`
    select f.calendar_id as "calendarId", f.id, f.level, f.name, u.name as "createdBy",
      to_json(f.created_at) as "createdAt", to_json(f.last_read_at) as "lastReadAt"
    from feeds f join users u on u.id = f.created_by
    where f.revoked_at is null
      and f.calendar_id in (select jsonb_array_elements_text(${JSON.stringify(owned)}::jsonb)::uuid)
    order by f.created_at desc`)) as unknown as (Feed & { calendarId: string })[]
  return reach.calendars.map(({ id, name, color, level, groupId }) => ({
    id,
    name,
    color,
    level,
    groupId,
    groupName: reach.groups.find((group) => group.id === groupId)?.name ?? null,
    feeds: rows.filter(({ calendarId }) => calendarId === id).map(({ calendarId: _, ...feed }) => feed),
  }))
}
