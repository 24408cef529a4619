import { sql } from 'drizzle-orm'
import type { Db } from '@/db/client'
import type { Reach } from '@/lib/access/reach'
import type { ReceivedShare } from '@/lib/schemas/shares'

/** Days that a calendar is told of as newly shared. */
const NEW_DAYS = 7

/** Calendars that were shared with oneself lately, by account or by one's address once it is shown to be one's own. */
export async function receivedShares(db: Db, { userId, calendars }: Reach): Promise<ReceivedShare[]> {
  const seen = JSON.stringify(calendars.map(({ id }) => id))
  return (await db.execute(sql`
    select s.id, s.calendar_id as calendar, s.role, c.name, c.color, (
        select u.name from changes ch join changesets cs on cs.id = ch.changeset_id
          join users u on cs.actor_kind = 'user' and u.id::text = cs.actor_id and u.deleted_at is null
        where ch.entity_id = s.id::text and ch.entity = 'share' and ch.op = 'added' limit 1) as by
    from users me
      join shares s on s.user_id = me.id or (s.email = me.email and me.email_verified is not null)
      join calendars c on c.id = s.calendar_id
    where me.id = ${userId} and s.created_at > now() - ${NEW_DAYS} * interval '1 day'
      and c.id in (select jsonb_array_elements_text(${seen}::jsonb)::uuid)
    order by s.created_at desc limit 20`)) as unknown as ReceivedShare[]
}
