import { type SQL, sql } from 'drizzle-orm'

/** Selects the members of a calendar's group who have chosen notifications of all its events, in SQL. */
export function membersToNotify(calendarId: SQL): SQL {
  return sql`select m.user_id as id
    from calendars c join members m on m.group_id = c.owner_group_id
      join notification_settings s on s.user_id = m.user_id and s.kind = 'calendar-changed' and s.mode <> 'off'
    where c.id = ${calendarId}`
}
