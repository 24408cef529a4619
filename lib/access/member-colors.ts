import { type SQL, sql } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { groupPeople } from './group-people'

/**
 * Colors of people as a user sees them, in SQL: rows `(user_id, color)` with the color in the preferred group, else in
 * another group that both are in. People without a common group have none.
 */
export function memberColorsFor(viewerId: string, people: SQL, preferred: SQL = NO_GROUP): SQL {
  return sql`(
    select distinct on (theirs.user_id) theirs.user_id, theirs.color
    from members mine join groups g on g.id = mine.group_id and g.deleted_at is null
      join ${groupPeople} theirs on theirs.group_id = mine.group_id
    where mine.user_id = ${viewerId} and theirs.user_id in (${people})
    order by theirs.user_id, theirs.group_id = ${preferred} desc, theirs.group_id)`
}

const NO_GROUP = sql`null::uuid`

/** The group of the calendar in which an event was created, in SQL. */
export function homeGroupOf(eventId: SQL): SQL {
  return sql`(
    select c.owner_group_id from placements p join calendars c on c.id = p.calendar_id
    where p.event_id = ${eventId} and p.home)`
}

/** The color of one person, see {@link memberColorsFor}. */
export function memberColorOf(viewerId: string, userId: SQL, preferred?: SQL): SQL {
  return sql`(select colored.color from ${memberColorsFor(viewerId, sql`select ${userId}`, preferred)} colored)`
}

/** Returns the colors of people by id, see {@link memberColorsFor}. */
export async function memberColors(
  db: Db,
  viewerId: string,
  ids: readonly string[],
  preferred?: SQL,
): Promise<Map<string, string>> {
  if (!ids.length) return new Map()
  const people = sql`select jsonb_array_elements_text(${JSON.stringify([...new Set(ids)])}::jsonb)::uuid`
  const rows = await db.execute<{ id: string; color: string }>(sql`
    select user_id as id, color from ${memberColorsFor(viewerId, people, preferred)} colored`)
  return new Map(rows.map(({ id, color }) => [id, color]))
}
