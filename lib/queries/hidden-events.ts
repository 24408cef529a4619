import { sql } from 'drizzle-orm'
import type { Db } from '@/db/client'
import type { Columns } from '@/db/rows'
import type { Reach } from '@/lib/access/reach'
import { visibleEvents } from '@/lib/access/visible-events'
import { LEVELS } from '@/lib/calendar/roles'
import type { HiddenEvent } from '@/lib/schemas/layers'

/** Maximum number of hidden events in the settings. */
const MAX_LISTED = 200

/** Returns the events and occurrences that the user has hidden from their own view and can still read. */
export async function hiddenEvents(db: Db, reach: Reach): Promise<HiddenEvent[]> {
  const calendars = reach.calendars
    .map(({ id, level }) => ({ id, level: LEVELS.indexOf(level) + 1 }))
    .filter(({ level }) => level > 1)
  return await db.execute<Columns<HiddenEvent>>(sql`
    select l.event_id as id, l.recurrence_id as occurrence,
      coalesce(e.overrides -> l.recurrence_id ->> 'title', e.title) as title,
      e.recurrence is not null and not e.single as repeats,
      coalesce(l.recurrence_id, (select min(id) from jsonb_object_keys(e.overrides) id where e.single),
        e.start_date::text, to_json(e.start_wall) #>> '{}') as start
    from layers l cross join lateral (
      select v.* from placements p
        join jsonb_to_recordset(${JSON.stringify(calendars)}::jsonb) as r (id uuid, level int) on r.id = p.calendar_id
        cross join lateral ${visibleEvents(reach, sql`r.level`)} v
      where p.event_id = l.event_id and p.deleted_at is null and v.detail <> 'busy'
      order by v.partial limit 1) e
    where l.user_id = ${reach.userId} and l.hidden and e.deleted_at is null
      and (l.recurrence_id is null or not e.single or e.overrides ? l.recurrence_id)
    order by l.id desc limit ${MAX_LISTED}`)
}
