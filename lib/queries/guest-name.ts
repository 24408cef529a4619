import { sql } from 'drizzle-orm'

/** Name of the guest who wrote comment `m`: the one in the list of attendees. The address of a guest is not shown. */
export const commentAuthorName = sql`coalesce(m.name, (select a.name from attendees a
  where a.event_id = m.event_id and a.user_id is null and lower(a.email) = m.email limit 1), split_part(m.email, '@', 1))`
