import { sql } from 'drizzle-orm'
import type { Db } from '@/db/client'
import type { Columns } from '@/db/rows'
import { isSenderBlocked } from '@/lib/access/blocked-users'
import type { Reach } from '@/lib/access/reach'
import type { BlockedUser, ReceivedShare } from '@/lib/schemas/shares'

/** Days that a calendar is listed as newly shared. */
const NEW_DAYS = 7

/**
 * Returns the shares that wait to be accepted by the viewer, then the calendars that were shared with the viewer
 * lately. Shares by blocked users are left out.
 */
export async function receivedShares(db: Db, { userId, calendars }: Reach): Promise<ReceivedShare[]> {
  const calendarIds = JSON.stringify(calendars.map(({ id }) => id))
  return await db.execute<Columns<ReceivedShare>>(sql`
    select s.id, s.calendar_id as calendar, s.level, c.name, c.color, w."isWaiting", sharer.name as by
    from users me
      join shares s on s.user_id = me.id or (s.email = me.email and me.email_verified is not null)
      join calendars c on c.id = s.calendar_id and c.deleted_at is null
      left join users sharer on sharer.id = s.created_by and sharer.deleted_at is null
      cross join lateral (select case when s.email is null then s.accepted_at is null
        else s.accepted_by is distinct from me.id end as "isWaiting") w
    where me.id = ${userId}
      and case when w."isWaiting" then not ${isSenderBlocked(sql`me.id`, sql`s.created_by`)}
          and c.owner_user_id is distinct from me.id
        else s.created_at > now() - ${NEW_DAYS} * interval '1 day'
          and c.id in (select jsonb_array_elements_text(${calendarIds}::jsonb)::uuid) end
    order by w."isWaiting" desc, s.created_at desc limit 50`)
}

/** Returns the users whose shares and invitations the viewer does not receive. */
export async function listBlockedUsers(db: Db, userId: string): Promise<BlockedUser[]> {
  return await db.execute<Columns<BlockedUser>>(sql`
    select u.id, u.name from blocked_users b join users u on u.id = b.blocked_id and u.deleted_at is null
    where b.user_id = ${userId} order by b.created_at desc limit 200`)
}
