import { type SQL, sql } from 'drizzle-orm'
import type { Db } from '@/db/client'
import type { Columns } from '@/db/rows'
import { type EndedAccess, levelsOf, readersOf } from '@/lib/access/levels'
import { visibleEvents } from '@/lib/access/visible-events'

/** A hidden event that no user would see. `title` is null if the viewer does not see it now. */
export interface LostEvent {
  id: string
  title: string | null
}

/**
 * Returns the hidden events that users see now, and that no user would see once shares or a membership have ended: they
 * are hidden from all other readers of their calendars.
 */
export async function lostEvents(db: Db, ended: EndedAccess, viewerId: string): Promise<LostEvent[]> {
  return await db.execute<Columns<LostEvent>>(sql`
    with hidden as (
      select distinct h.event_id as id from hidden_from h
        join placements p on p.event_id = h.event_id and p.deleted_at is null
      where p.calendar_id in (${calendarsOf(ended)})
    )
    select hidden.id, (
      select e.title from ${levelsOf(viewerId)} l
        join placements p on p.calendar_id = l.calendar_id and p.event_id = hidden.id and p.deleted_at is null
        cross join lateral ${visibleEvents({ userId: viewerId }, sql`l.level`)} e
      where e.detail <> 'busy' limit 1) as title
    from hidden where ${isSeen()} and not ${isSeen(ended)} order by hidden.id`)
}

/** Returns the hidden events that no user sees any more in calendars that were shared with deleted groups. */
export async function eventsLostWithGroups(db: Db, groupIds: readonly string[]): Promise<string[]> {
  const rows = await db.execute<{ id: string }>(sql`
    with hidden as (
      select distinct h.event_id as id from shares s
        join calendars c on c.id = s.calendar_id and c.deleted_at is null
        join placements p on p.calendar_id = c.id and p.home and p.deleted_at is null
        join hidden_from h on h.event_id = p.event_id
      where s.group_id in (select jsonb_array_elements_text(${JSON.stringify(groupIds)}::jsonb)::uuid)
    )
    select id from hidden where not ${isSeen()} order by id`)
  return rows.map(({ id }) => id)
}

function calendarsOf(ended: EndedAccess): SQL {
  if ('shares' in ended) {
    return sql`select s.calendar_id from shares s
      where s.id in (select jsonb_array_elements_text(${JSON.stringify(ended.shares)}::jsonb)::uuid)`
  }
  return sql`select c.id from calendars c where c.owner_group_id = ${ended.group}
    union select s.calendar_id from shares s where s.group_id = ${ended.group}`
}

/** Whether any user sees more of an event `hidden` than that its time is busy. */
function isSeen(ended?: EndedAccess): SQL {
  const viewer = { userId: sql`r.user_id` }
  return sql`exists (
    select 1 from placements p cross join lateral ${readersOf(sql`p.calendar_id`, 'reading', ended)} r
      cross join lateral ${visibleEvents(viewer, sql`r.level`, 'p', ended)} e
    where p.event_id = hidden.id and p.deleted_at is null and e.detail <> 'busy'
      -- A placement is removed when its author no longer reads the calendar that shows it.
      and (p.home or exists (select 1 from ${levelsOf(sql`p.placed_by`, 'active', ended)} k
        where k.calendar_id = p.calendar_id and k.level >= 2)))`
}
