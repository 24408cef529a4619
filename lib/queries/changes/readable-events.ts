import { sql } from 'drizzle-orm'
import type { Db } from '@/db/client'
import type { Reach } from '@/lib/access/reach'
import { isAttendee, visibleEvents } from '@/lib/access/visible-events'
import { LEVELS } from '@/lib/calendar/roles'

/**
 * The parts of events that the viewer may read now, by event id: all of it, or its title alone. Events that are missing
 * here may not be read. `exists`: the event is not in the trash. `attends`: the viewer is one of its attendees.
 * `hidesGuests`: only users who may edit it see who else is.
 */
export type ReadableEvents = ReadonlyMap<
  string,
  { shown: 'full' | 'title'; title: string; exists: boolean; attends: boolean; hidesGuests: boolean }
>

/** Returns what the viewer may read of the given events, including those in the trash. */
export async function readableEvents(db: Db, reach: Reach, ids: readonly string[]): Promise<ReadableEvents> {
  if (!ids.length) return new Map()
  const levels = reach.calendars.map(({ id, level }) => ({ id, level: LEVELS.indexOf(level) + 1 }))
  type Row = {
    id: string
    title: string
    exists: boolean
    full: boolean
    attends: boolean
    hidesGuests: boolean
  }
  const rows = await db.execute<Row>(sql`
    with levels as (
      select * from jsonb_to_recordset(${JSON.stringify(levels)}::jsonb) as l (id uuid, level int)
    )
    select e.id, e.title, e.deleted_at is null as exists, bool_or(e.detail = 'full') as full,
      bool_or(${isAttendee(reach.userId)}) as attends, e.guest_list_hidden as "hidesGuests"
    from placements p join levels l on l.id = p.calendar_id
      -- Looked up by primary key: the rows are few of many, which the planner cannot know.
      cross join lateral (select * from ${visibleEvents(reach, sql`l.level`)} v limit 1) e
    where p.event_id in (select jsonb_array_elements_text(${JSON.stringify([...new Set(ids)])}::jsonb)::uuid)
      and e.detail <> 'busy'
    group by e.id, e.title, e.deleted_at, e.guest_list_hidden`)
  return new Map(rows.map(({ id, full, ...event }) => [id, { ...event, shown: full ? 'full' : 'title' }]))
}
