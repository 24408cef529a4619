import { type SQL, sql } from 'drizzle-orm'
import type { Db } from '@/db/client'
import type { Columns } from '@/db/rows'
import { authorOf } from '@/lib/access/author'
import { levelsOf } from '@/lib/access/levels'
import { managesGathering } from '@/lib/access/nouns/gathering'
import { canEditTasks } from '@/lib/access/nouns/task'
import type { Reach } from '@/lib/access/reach'
import { visibleEvents } from '@/lib/access/visible-events'
import { LEVELS } from '@/lib/calendar/roles'
import type { TrashEntry } from '@/lib/schemas/trash'

/** Maximum number of listed entries, newest first. */
const MAX_ENTRIES = 300

/**
 * Returns what the viewer may restore: calendars that they may delete, events of calendars that they may write, gatherings
 * that they manage, and lists of tasks of groups that they may edit.
 * Private events are listed for viewers who may read them.
 */
export async function trash(db: Db, reach: Reach): Promise<TrashEntry[]> {
  const writable = reach.calendars
    .filter(({ level }) => level === 'owner' || level === 'editor')
    .map(({ id, level }) => ({ id, level: LEVELS.indexOf(level) + 1 }))
  const edited = reach.groups.filter(({ role }) => canEditTasks(role)).map(({ id }) => ({ id }))
  return await db.execute<Columns<TrashEntry>>(sql`
    select * from (
      select 'calendar' as kind, c.id, c.name, c.color, null as place,
        (select count(*) from placements p where p.calendar_id = c.id and p.home and p.deleted_at = c.deleted_at
            and not exists (select 1 from hidden_from h where h.event_id = p.event_id))::int as count,
        to_json(c.deleted_at) as "deletedAt", ${deletedBy(sql`c.id`, calendarStreams(sql`c.id`))} as by, true as "canDeletePermanently"
      from calendars c join ${levelsOf(reach.userId, 'trashed')} l on l.calendar_id = c.id and l.level >= 4
      union all
      (select 'event', e.id, e.title, coalesce(e.color, c.color), c.name, 0, to_json(e.deleted_at),
        ${deletedBy(sql`e.id`, calendarStreams(sql`c.id`))}, r.level >= 4
      from jsonb_to_recordset(${JSON.stringify(writable)}::jsonb) as r (id uuid, level int)
      join calendars c on c.id = r.id
      join placements p on p.calendar_id = c.id and p.home and p.deleted_at is not null
      cross join lateral ${visibleEvents(reach, sql`r.level`)} e
      where e.deleted_at is not null and e.detail = 'full'
      order by e.deleted_at desc limit ${MAX_ENTRIES})
      union all
      (select 'gathering', g.id, g.title, coalesce(mg.color, ''), mg.name, 0, to_json(g.deleted_at),
        ${deletedBy(sql`g.id`, sql`array['gathering-' || g.id, 'owners-' || g.id]`)}, false
      from gatherings g left join groups mg on mg.id = g.group_id
      where g.deleted_at is not null and mg.deleted_at is null and ${managesGathering(sql`${reach.userId}::uuid`)}
      order by g.deleted_at desc limit ${MAX_ENTRIES})
      union all
      (select 'task-list', l.id, l.name, g.color, g.name,
        (select count(*)::int from tasks t where t.list_id = l.id and t.deleted_at is null), to_json(l.deleted_at),
        ${deletedBy(sql`l.id`, sql`array['group-' || g.id]`)}, false
      from jsonb_to_recordset(${JSON.stringify(edited)}::jsonb) as r (id uuid)
      join groups g on g.id = r.id join task_lists l on l.group_id = g.id
      where l.deleted_at is not null
      order by l.deleted_at desc limit ${MAX_ENTRIES})
    ) gone order by "deletedAt"::text desc, id limit ${MAX_ENTRIES}`)
}

/** Returns the name of the user who deleted something, from the history in these streams. */
function deletedBy(id: SQL, streams: SQL) {
  return sql`(select u.name from changes h join changesets s on s.id = h.changeset_id
    join users u on u.id::text = ${authorOf()}
    where h.entity_id = ${id}::text and h.stream = any (${streams}) and h.op = 'removed'
    order by h.created_at desc, h.seq desc limit 1)`
}

function calendarStreams(id: SQL): SQL {
  return sql`array['calendar-' || ${id}, 'owners-' || ${id}, 'hidden-' || ${id}]`
}
