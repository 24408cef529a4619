import { type SQL, sql } from 'drizzle-orm'
import type { Db } from '@/db/client'
import type { Columns } from '@/db/rows'
import type { Grant } from '@/lib/access/grant'
import { wordsOf } from '@/lib/calendar/search/words'
import type { GroupEntry, InvitationEntry, UserDetail, UserEntry } from '@/lib/schemas/admin-entries'
import type { ListPage, ListQuery } from '@/lib/schemas/admin-lists'
import { deviceOf } from '../device'
import { containsText, latestFirst, toPage } from './page'

type Administration = Grant<'read', 'administration'>

/** Lists all accounts; `of`: those in a group. */
export async function listUsers(db: Db, _: Administration, query: ListQuery): Promise<ListPage<UserEntry>> {
  const conditions = [
    sql`u.deleted_at is null and u.email is not null`,
    matchesName(query.q, sql`u.name`, sql`u.email`),
    query.is === 'suspended' ? sql`u.suspended_at is not null` : undefined,
    query.is === 'admin' ? sql`u.instance_admin` : undefined,
    query.is === 'unverified' ? sql`u.email_verified is null` : undefined,
    query.of
      ? sql`exists (select 1 from members m where m.user_id = u.id and m.group_id = ${query.of})`
      : undefined,
  ]
  return toPage(
    await db.execute(sql`
      select ${USER} from (select * from users u ${latestFirst(conditions, query, sql`u.id`, 'uuid')}) u
      order by u.id desc`),
  )
}

/** Returns an account; undefined if there is none with this id. */
export async function loadUserDetail(db: Db, _: Administration, id: string): Promise<UserDetail | undefined> {
  const [row] = await db.execute<Columns<UserDetail>>(sql`
    select ${USER},
      (select coalesce(json_agg(json_build_object('id', g.id, 'name', g.name, 'role', m.role) order by g.name), '[]')
        from members m join groups g on g.id = m.group_id and g.deleted_at is null where m.user_id = u.id) as memberships,
      (select coalesce(json_agg(json_build_object('id', s.id, 'userAgent', s.user_agent, 'address', s.address,
          'createdAt', s.created_at, 'lastUsed', s.last_used_at) order by s.last_used_at desc), '[]')
        from sessions s where s.user_id = u.id and s.expires > now()) as sessions,
      (select count(*) from calendars c where c.owner_user_id = u.id and c.deleted_at is null)::int as calendars
    from users u where u.id = ${id} and u.deleted_at is null and u.email is not null`)
  return (
    row && {
      ...row,
      sessions: row.sessions.map((session) => ({ ...session, ...deviceOf(session.userAgent) })),
    }
  )
}

/** Returns the id of the account with an address. */
export async function findUserByEmail(db: Db, _: Administration, email: string): Promise<string | undefined> {
  const [row] = await db.execute<{ id: string }>(sql`
    select id from users where email = ${email} and deleted_at is null`)
  return row?.id
}

const USER = sql`u.id, u.name, u.email, u.email_verified is not null as verified, u.instance_admin as admin,
  u.suspended_at is not null as suspended, to_json(u.created_at) as "createdAt",
  (select to_json(max(s.last_used_at)) from sessions s where s.user_id = u.id) as "lastUsed",
  (select count(*) from members m join groups g on g.id = m.group_id and g.deleted_at is null
    where m.user_id = u.id)::int as groups`

/** Lists all groups; `of`: those of a user. */
export async function listAllGroups(
  db: Db,
  _: Administration,
  query: ListQuery,
): Promise<ListPage<GroupEntry>> {
  const conditions = [
    sql`g.deleted_at is null`,
    containsText(query.q, sql`g.name`),
    query.of
      ? sql`exists (select 1 from members m where m.group_id = g.id and m.user_id = ${query.of})`
      : undefined,
  ]
  return toPage(
    await db.execute(sql`
      select g.id, g.name, to_json(g.created_at) as "createdAt",
        (select count(*) from members m where m.group_id = g.id)::int as members,
        (select coalesce(json_agg(u.name order by u.search_name, u.name), '[]') from members m join users u on u.id = m.user_id
          where m.group_id = g.id and m.role = 'owner') as owners
      from (select * from groups g ${latestFirst(conditions, query, sql`g.id`, 'uuid')}) g
      order by g.id desc`),
  )
}

/** Lists all invitations with their state; `of`: those into a group. */
export async function listAllInvitations(
  db: Db,
  _: Administration,
  query: ListQuery,
): Promise<ListPage<InvitationEntry>> {
  const isOpen = sql`i.revoked_at is null and i.expires_at > now() and (i.max_uses is null or i.uses < i.max_uses)`
  const conditions = [
    matchesName(query.q, sql`g.name`, sql`i.email`, sql`u.name`),
    query.is === 'open' ? isOpen : undefined,
    query.is === 'closed' ? sql`not (${isOpen})` : undefined,
    query.of ? sql`i.group_id = ${query.of}` : undefined,
  ]
  return toPage(
    await db.execute(sql`
      select i.id, g.name as group, i.role, i.email, u.name as by, to_json(i.created_at) as "createdAt",
        to_json(i.expires_at) as expires, i.uses, i.max_uses as "maxUses",
        case when i.revoked_at is not null then 'revoked' when i.expires_at <= now() then 'expired'
          when i.uses >= i.max_uses then 'used' else 'open' end as state
      from invitations i join groups g on g.id = i.group_id join users u on u.id = i.created_by
      ${latestFirst(conditions, query, sql`i.id`, 'uuid')}`),
  )
}

/** Like {@link containsText}, and also matches the name of a user `u` without accents. */
function matchesName(q: string | undefined, ...texts: SQL[]): SQL | undefined {
  if (q === undefined || !wordsOf(q).length) return containsText(q, ...texts)
  return sql`(${containsText(q, ...texts)} or u.search_name like sought(${q}))`
}
