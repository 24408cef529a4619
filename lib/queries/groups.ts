import { type SQL, sql } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { type Columns, singleRow } from '@/db/rows'
import type { Grant } from '@/lib/access/grant'
import { groupPeople } from '@/lib/access/group-people'
import { isOpen } from '@/lib/access/nouns/invitation'
import type { Reach } from '@/lib/access/reach'
import { colorFor } from '@/lib/calendar/palette'
import { canManageGroup } from '@/lib/calendar/roles'
import { wordsOf } from '@/lib/calendar/search/words'
import { TRASH_DAYS } from '@/lib/calendar/trash'
import { AppError } from '@/lib/errors'
import { MEMBERS_PAGE_SIZE } from '@/lib/schemas/choices'
import {
  type DeletedGroup,
  type GroupOverview,
  type GroupProfile,
  type MemberPage,
  type OwnGroup,
  PEOPLE_PAGE_SIZE,
  type PeoplePage,
} from '@/lib/schemas/groups'

/** Returns a group for its page. Includes invitations only for members who can manage it. */
export async function groupOverview(db: Db, grant: Grant<'read', 'group'>): Promise<GroupOverview> {
  const { row } = grant
  const { count, members } = await memberPage(db, grant, { q: '', from: 0 })
  const lists = singleRow(
    await db.execute<Pick<GroupOverview, 'calendars' | 'taskLists' | 'invitations'>>(sql`
    select
      (select coalesce(json_agg(json_build_object('id', c.id, 'name', c.name, 'color', c.color)
          order by c.created_at, c.id), '[]')
        from calendars c where c.owner_group_id = ${row.id} and c.deleted_at is null) as calendars,
      (select coalesce(json_agg(json_build_object('id', l.id, 'name', l.name, 'open', (
            select count(*)::int from tasks t where t.list_id = l.id and t.deleted_at is null and t.status <> 'done'))
          order by l.position, l.id), '[]')
        from task_lists l where l.group_id = ${row.id} and l.deleted_at is null) as "taskLists",
      (select coalesce(json_agg(json_build_object('id', invitations.id, 'role', invitations.role, 'invitedBy', u.name,
          'expiresAt', invitations.expires_at, 'uses', invitations.uses, 'maxUses', invitations.max_uses,
          'email', invitations.email, 'outcome', d.outcome, 'isDeclined', invitations.declined_at is not null)
          order by invitations.created_at desc), '[]')
        from invitations join users u on u.id = invitations.created_by
        left join deliveries d on d.id = invitations.delivery_id
        where invitations.group_id = ${row.id} and (${isOpen} or ${isRecentlyDeclined}) and ${canManageGroup(row.role)}) as invitations`),
  )
  const { id, name, color, description, image, version, role, muted } = row
  return {
    ...{ id, name, color, description, image, version, role, muted },
    memberCount: count,
    members,
    ...lists,
  }
}

/** Number of days for which a declined invitation is shown to members who can manage the group. */
const DECLINED_DAYS = 14

/** Whether an invitation was declined recently, and its address was neither invited again nor has joined since. */
const isRecentlyDeclined = sql`(invitations.declined_at > now() - ${DECLINED_DAYS} * interval '1 day'
  and not exists (select 1 from invitations newer where newer.group_id = invitations.group_id
    and newer.email = invitations.email and newer.created_at > invitations.created_at)
  and not exists (select 1 from members m join users u on u.id = m.user_id
    where m.group_id = invitations.group_id and u.email = invitations.email and u.email_verified is not null))`

/** Returns the profile of a group, for members who may edit it. @throws AppError FORBIDDEN */
export function groupProfile({ row }: Grant<'read', 'group'>): GroupProfile {
  if (!canManageGroup(row.role)) throw new AppError('FORBIDDEN')
  const { id, name, color, description, image, version, role } = row
  return { id, name, color, description, image, version, role }
}

/**
 * Returns members of a group whose name has all words of a text: those who manage the group first and those without an
 * account last, then by name, ignoring accents.
 */
export async function memberPage(
  db: Db,
  { row }: Grant<'read', 'group'>,
  { q, from }: { q: string; from: number },
): Promise<MemberPage> {
  const page = singleRow(
    await db.execute<MemberPage>(sql`
    with found as (
      select u.id as "userId", u.name, u.search_name, u.image, m.color, m.role is not null as "hasAccount", m.role,
        case when m.role is null then u.birthday end as birthday
      from ${groupPeople} m join users u on u.id = m.user_id and u.deleted_at is null
      where m.group_id = ${row.id} and ${hasNameLike(q)}
    )
    select (select count(*)::int from found) as count,
      (select coalesce(json_agg(listed), '[]') from (
        select "userId", name, image, color, "hasAccount", role, birthday from found
        order by array_position(array['owner', 'admin', 'editor', 'viewer'], role), search_name, name, "userId"
        limit ${MEMBERS_PAGE_SIZE} offset ${from}) listed) as members`),
  )
  return page
}

/**
 * Returns people who share a group with the actor (or this `group`) and whose name has all words: the actor first, then
 * the people `selected`. `includesManaged`: also members without an account.
 */
export async function people(
  db: Db,
  { userId, groups }: Reach,
  {
    q = '',
    group,
    selected = [],
    includesManaged = false,
    limit = PEOPLE_PAGE_SIZE,
  }: {
    q?: string
    group?: string | undefined
    selected?: readonly string[]
    includesManaged?: boolean
    limit?: number
  } = {},
): Promise<PeoplePage> {
  const within = JSON.stringify(groups.flatMap(({ id }) => (group && id !== group ? [] : [id])))
  const found = await db.execute<{ id: string; name: string; image: string | 0; color: string | null }>(sql`
    with known as (
      select distinct on (user_id) user_id, color from (
        select user_id, color, group_id from ${includesManaged ? groupPeople : sql`members`} people
          where group_id in (select jsonb_array_elements_text(${within}::jsonb)::uuid)
        union all select ${userId}::uuid, null, null
      ) people order by user_id, group_id nulls last
    )
    select u.id, u.name, coalesce(to_json(u.image), '0') as image, known.color,
      u.id in (select jsonb_array_elements_text(${JSON.stringify(selected)}::jsonb)::uuid) as selected
    from known join users u on u.id = known.user_id and u.deleted_at is null
    where ${hasNameLike(q)}
    order by u.id = ${userId} desc, selected desc, u.search_name, u.name, u.id limit ${limit + 1}`)
  return {
    people: found
      .slice(0, limit)
      .map(({ id, name, image, color }) => [id, name, image, color ?? colorFor(id)]),
    hasMore: found.length > limit,
  }
}

/** Whether the name of a user `u` has all words of a text, ignoring case and accents. */
export function hasNameLike(q: string, user = 'u'): SQL {
  const words = wordsOf(q)
  if (!words.length) return sql`${!q.trim()}::boolean`
  return sql.join(
    words.map((word) => sql`${sql.raw(user)}.search_name like sought(${word})`),
    sql` and `,
  )
}

/** Returns the groups of the viewer, in the order of joining. */
export async function ownGroups(db: Db, { userId }: Reach): Promise<OwnGroup[]> {
  return await db.execute<Columns<OwnGroup>>(sql`
    select g.id, g.name, g.color, g.image, m.role, (select count(*)::int from ${groupPeople} o
      join users u on u.id = o.user_id and u.deleted_at is null where o.group_id = g.id) as "memberCount"
    from members m join groups g on g.id = m.group_id and g.deleted_at is null
    where m.user_id = ${userId} order by m.created_at, g.id`)
}

/** Returns deleted groups that the viewer owned and can still restore. */
export async function deletedGroups(db: Db, { userId }: Reach): Promise<DeletedGroup[]> {
  return await db.execute<Columns<DeletedGroup>>(sql`
    select g.id, g.name, g.color, to_json(g.deleted_at + ${TRASH_DAYS} * interval '1 day') as until
    from groups g join members m on m.group_id = g.id and m.user_id = ${userId} and m.role = 'owner'
    where g.deleted_at is not null order by g.deleted_at desc limit 50`)
}
