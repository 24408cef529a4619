import { sql } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { type Columns, singleRow } from '@/db/rows'
import { userIdOf } from '@/lib/access/actor'
import type { Grant } from '@/lib/access/grant'
import { memberColorOf } from '@/lib/access/member-colors'
import { isReceivedBy } from '@/lib/access/nouns/share'
import type { Reach } from '@/lib/access/reach'
import type { Color } from '@/lib/calendar/palette'
import { isAtLeast } from '@/lib/calendar/roles'
import type { CalendarDetail, CalendarOverview, Feed } from '@/lib/schemas/calendars'
import type { Share } from '@/lib/schemas/shares'
import { accountColumn } from './connections'
import { calendarAlarms } from './default-alarms'

/** Returns all calendars that the viewer sees, in the viewer's own order. */
export function calendarOverviews(reach: Reach): CalendarOverview[] {
  return reach.calendars.map(({ id, name, color, level, groupId, sharedBy, hidden, source }) => ({
    ...{ id, name, color, level, groupId, sharedBy, hidden, source },
  }))
}

interface DetailRow {
  groupName: string | null
  ownerName: string | null
  ownColor: Color | null
  hidden: boolean
  ownShareId: string | null
  source: CalendarDetail['source']
}

/** Returns a calendar for its own page. Shares and feeds are for its owners only. */
export async function calendarDetail(
  db: Db,
  { row, actor }: Grant<'freebusy', 'calendar'>,
): Promise<CalendarDetail> {
  const userId = userIdOf(actor)
  const isOwner = row.level === 'owner'
  const details = singleRow(
    await db.execute<Columns<DetailRow>>(sql`
    select g.name as "groupName", u.name as "ownerName", s.color as "ownColor", coalesce(s.hidden, false) as hidden,
      (select shares.id from shares where shares.calendar_id = c.id and ${isReceivedBy(userId)}
        and case when shares.email is null then shares.accepted_at is not null else shares.accepted_by = ${userId} end
        order by shares.group_id nulls first limit 1) as "ownShareId",
      case when ${isAtLeast(row.level, 'viewer')} and k.id is not null then json_build_object('kind', k.kind,
        'account', case when k.user_id = ${userId} then ${accountColumn(sql`k`)} end,
        'binding', case when k.user_id = ${userId} then b.id end,
        'by', case when k.user_id <> ${userId} then ku.name end) end as source
    from calendars c left join users u on u.id = c.owner_user_id left join groups g on g.id = c.owner_group_id
    left join calendar_settings s on s.calendar_id = c.id and s.user_id = ${userId}
    left join bindings b on b.id = (
      select o.id from bindings o join connections oc on oc.id = o.connection_id where o.calendar_id = c.id
      order by oc.user_id <> ${userId}, o.leader_id is not null, o.id limit 1)
    left join connections k on k.id = b.connection_id left join users ku on ku.id = k.user_id
    where c.id = ${row.id}`),
  )
  return {
    id: row.id,
    version: row.version,
    name: row.name,
    color: row.color as Color,
    ownColor: details.ownColor,
    description: isAtLeast(row.level, 'viewer') ? row.description : '',
    hidden: details.hidden,
    level: row.level,
    groupId: row.ownerGroupId,
    groupName: details.groupName,
    ownerName: details.ownerName,
    isPersonal: row.ownerUserId === userId,
    alarms: await calendarAlarms(db, userId, row.id),
    shares: isOwner ? await sharesOf(db, userId, row.id) : [],
    feeds: isOwner ? await feedsOf(db, row.id) : [],
    ownShareId: details.ownShareId,
    source: details.source,
    deletion: isOwner ? await deletionEffects(db, row, userId) : null,
  }
}

async function sharesOf(db: Db, viewerId: string, calendarId: string): Promise<Share[]> {
  return await db.execute<Columns<Share>>(sql`
    select s.id, s.level, case when s.user_id is not null then 'user' when s.group_id is not null then 'group'
        else 'email' end as to,
      coalesce(s.user_id, s.group_id) as "toId", coalesce(u.name, g.name, s.email) as name,
      ${memberColorOf(viewerId, sql`u.id`)} as color, s.email is not null and s.accepted_at is null as "isWaiting"
    from shares s left join users u on u.id = s.user_id left join groups g on g.id = s.group_id
    where s.calendar_id = ${calendarId} and u.deleted_at is null and g.deleted_at is null
    order by s.created_at, s.id`)
}

async function feedsOf(db: Db, calendarId: string): Promise<Feed[]> {
  return await db.execute<Columns<Feed>>(sql`
    select f.id, f.level, f.name, u.name as "createdBy", to_json(f.created_at) as "createdAt",
      to_json(f.last_read_at) as "lastReadAt"
    from feeds f join users u on u.id = f.created_by
    where f.revoked_at is null and f.calendar_id = ${calendarId}
    order by f.created_at desc`)
}

/**
 * Counts what deleting a calendar would remove: its events, and the users who would lose sight of it; null if it is the
 * owner's last calendar, which cannot be deleted.
 */
async function deletionEffects(
  db: Db,
  { id, ownerUserId, ownerGroupId }: { id: string; ownerUserId: string | null; ownerGroupId: string | null },
  userId: string,
): Promise<CalendarDetail['deletion']> {
  const row = singleRow(
    await db.execute<{ events: number; people: number; hasOthers: boolean }>(sql`
    select (select count(*) from placements p where p.calendar_id = ${id} and p.home and p.deleted_at is null
        and not exists (select 1 from hidden_from h where h.event_id = p.event_id and h.user_id = ${userId}))::int as events,
      (select count(distinct who) from (
        select ${ownerUserId}::uuid as who
        union select m.user_id from members m where m.group_id = ${ownerGroupId}::uuid
        union select s.user_id from shares s where s.calendar_id = ${id} and s.user_id is not null
        union select m.user_id from shares s join members m on m.group_id = s.group_id where s.calendar_id = ${id}
        union all select s.id from shares s where s.calendar_id = ${id} and s.email is not null and s.accepted_at is not null
      ) everybody where who <> ${userId}::uuid)::int as people,
      exists (select 1 from calendars c where c.id <> ${id} and c.deleted_at is null
        and (c.owner_user_id = ${ownerUserId}::uuid or c.owner_group_id = ${ownerGroupId}::uuid)) as "hasOthers"`),
  )
  return row.hasOthers ? { events: row.events, people: row.people } : null
}
