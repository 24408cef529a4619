import { type SQL, sql } from 'drizzle-orm'
import type { Db } from '@/db/client'
import type { Columns } from '@/db/rows'
import { authorOf } from '@/lib/access/author'
import { levelsOf } from '@/lib/access/levels'
import type { Reach } from '@/lib/access/reach'
import { visibleEvents } from '@/lib/access/visible-events'
import { LEVELS } from '@/lib/calendar/roles'
import type { TrashEntry } from '@/lib/schemas/trash'

/** Maximum number of listed entries, newest first. */
const MAX_ENTRIES = 300

/**
 * Returns what the viewer may restore: calendars that they may delete, and events of calendars that they may write.
 * Private events are listed for viewers who may read them.
 */
export async function trash(db: Db, reach: Reach): Promise<TrashEntry[]> {
  const writable = reach.calendars
    .filter(({ level }) => level === 'owner' || level === 'editor')
    .map(({ id, level }) => ({ id, level: LEVELS.indexOf(level) + 1 }))
  return await db.execute<Columns<TrashEntry>>(sql`
    select * from (
      select 'calendar' as kind, c.id, c.name, c.color, null as calendar,
        (select count(*) from placements p where p.calendar_id = c.id and p.home and p.deleted_at = c.deleted_at
            and not exists (select 1 from hidden_from h where h.event_id = p.event_id))::int as events,
        to_json(c.deleted_at) as "deletedAt", ${deletedBy(sql`c.id`, sql`c.id`)} as by, true as "canDeletePermanently"
      from calendars c join ${levelsOf(reach.userId, 'trashed')} l on l.calendar_id = c.id and l.level >= 4
      union all
      (select 'event', e.id, e.title, coalesce(e.color, c.color), c.name, 0, to_json(e.deleted_at),
        ${deletedBy(sql`e.id`, sql`c.id`)}, r.level >= 4
      from jsonb_to_recordset(${JSON.stringify(writable)}::jsonb) as r (id uuid, level int)
      join calendars c on c.id = r.id
      join placements p on p.calendar_id = c.id and p.home and p.deleted_at is not null
      cross join lateral ${visibleEvents(reach, sql`r.level`)} e
      where e.deleted_at is not null and e.detail = 'full'
      order by e.deleted_at desc limit ${MAX_ENTRIES})
    ) gone order by "deletedAt"::text desc, id limit ${MAX_ENTRIES}`)
}

/** Returns the name of the user who deleted an event or a calendar, from the history. */
function deletedBy(id: SQL, calendar: SQL) {
  return sql`(select u.name from changes h join changesets s on s.id = h.changeset_id
    join users u on u.id::text = ${authorOf()}
    where h.entity_id = ${id}::text and h.stream in ('calendar-' || ${calendar}, 'owners-' || ${calendar}, 'hidden-' || ${calendar})
      and h.op = 'removed' order by h.created_at desc, h.seq desc limit 1)`
}
