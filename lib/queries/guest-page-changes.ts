import { sql } from 'drizzle-orm'
import type { Db } from '@/db/client'
import type { Guest } from '@/lib/access/guest-links'

/** Whether the event of a guest, or an answer that the guest sees, has changed since a time. */
export async function hasChangedForGuest(db: Db, { event, person }: Guest, since: Date): Promise<boolean> {
  const { email, name } = person
  const rows = await db.execute(sql`
    select 1 from events e where e.id = ${event} and (e.updated_at >= ${since.toISOString()}::timestamptz or exists (
      select 1 from answers a where a.event_id = e.id and a.answered_at >= ${since.toISOString()}::timestamptz
        and (not e.guest_list_hidden or (a.user_id is null
          and a.email is not distinct from ${email} and (${email}::text is not null or a.name = ${name})))))`)
  return rows.length > 0
}
