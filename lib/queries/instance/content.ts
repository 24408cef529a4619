import { sql } from 'drizzle-orm'
import type { Db } from '@/db/client'
import type { Grant } from '@/lib/access/grant'
import type { CalendarEntry, EventEntry } from '@/lib/schemas/admin-entries'
import type { ListPage, ListQuery } from '@/lib/schemas/admin-lists'
import { containsText, latestFirst, toPage } from './page'

type Administration = Grant<'read', 'administration'>

/** Lists all calendars; `of`: those of a user or a group. */
export async function listAllCalendars(
  db: Db,
  _: Administration,
  query: ListQuery,
): Promise<ListPage<CalendarEntry>> {
  const conditions = [
    containsText(query.q, sql`c.name`),
    query.is === 'deleted' ? sql`c.deleted_at is not null` : sql`c.deleted_at is null`,
    query.is === 'personal' ? sql`c.owner_user_id is not null` : undefined,
    query.is === 'group' ? sql`c.owner_group_id is not null` : undefined,
    query.of ? sql`(c.owner_user_id = ${query.of} or c.owner_group_id = ${query.of})` : undefined,
  ]
  return toPage(
    await db.execute(sql`
      select c.id, c.name, coalesce(u.name, g.name) as owner, c.owner_group_id is not null as "ofGroup",
        to_json(c.created_at) as "createdAt", c.deleted_at is not null as deleted,
        (select count(*) from placements p where p.calendar_id = c.id and p.deleted_at is null
          and not exists (select 1 from hidden_from h where h.event_id = p.event_id))::int as events,
        (select count(*) from shares s where s.calendar_id = c.id)::int as shares
      from (select * from calendars c ${latestFirst(conditions, query, sql`c.id`, 'uuid')}) c
      left join users u on u.id = c.owner_user_id left join groups g on g.id = c.owner_group_id
      order by c.id desc`),
  )
}

/**
 * Lists all events with calendar, creator and time; `of`: those of a calendar. The text that users wrote is private to
 * them: it is neither read nor searched here.
 */
export async function listAllEvents(
  db: Db,
  _: Administration,
  query: ListQuery,
): Promise<ListPage<EventEntry>> {
  const conditions = [
    query.q === undefined ? undefined : sql`e.id::text = ${query.q.toLowerCase()}`,
    query.is === 'deleted' ? sql`e.deleted_at is not null` : sql`e.deleted_at is null`,
    // Hidden events are left out, since they may be hidden from this administrator.
    sql`not exists (select 1 from hidden_from h where h.event_id = e.id)`,
    query.is === 'series' ? sql`e.recurrence is not null` : undefined,
    query.is === 'private' ? sql`e.visibility = 'private'` : undefined,
    query.of ? placedIn(query.of, query.is === 'deleted') : undefined,
  ]
  return toPage(
    await db.execute(sql`
      select e.id, c.name as calendar, c.id as "calendarId", u.name as creator, e.kind,
        to_json(e.span_from) as from, to_json(e.span_to) as to, e.recurrence is not null as series,
        e.visibility = 'private' as private, e.deleted_at is not null as deleted,
        (select count(*) from attendees a where a.event_id = e.id)::int as attendees,
        (select count(*) from placements p where p.event_id = e.id and p.deleted_at is null)::int as placements,
        to_json(e.updated_at) as changed
      from (select * from events e ${latestFirst(conditions, query, sql`e.id`, 'uuid')}) e
      join placements home on home.event_id = e.id and home.home
      join calendars c on c.id = home.calendar_id
      left join users u on u.id = e.created_by
      order by e.id desc`),
  )
}

/**
 * Whether an event is placed in a calendar. The condition on `deleted_at` lets Postgres use the partial index of active
 * placements.
 */
function placedIn(calendarId: string, isDeleted: boolean) {
  const andActive = isDeleted ? sql`` : sql`and p.deleted_at is null`
  return sql`exists (select 1 from placements p where p.event_id = e.id and p.calendar_id = ${calendarId} ${andActive})`
}
