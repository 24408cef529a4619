import { createHash } from 'node:crypto'
import { sql } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { type Columns, singleRow } from '@/db/rows'
import type { Grant } from '@/lib/access/grant'
import type { AccountDeletionPlan } from '@/lib/schemas/users'
import { eventsOnlySeenBy } from './only-seen-by'

/**
 * Plans what happens to a user's groups, calendars, events, gatherings and tasks when the account is deleted now. The plan is shown for
 * confirmation and then executed (commands/account-deletion.ts); `plan` is its fingerprint, by which the command
 * notices that the plan has changed.
 *
 * A group with another owner continues; otherwise its longest-standing admin (or else editor, or else viewer) becomes
 * the owner; a group without other members is deleted. A personal calendar passes to a sharee with the level owner, or
 * else editor, in the order of their shares: users before groups. Sharees who are known only by an address come last:
 * whether the address has an account is found out during execution and not shown (docs/decisions/0012). Other calendars
 * are deleted.
 */
export async function planAccountDeletion(
  db: Db,
  { row }: Grant<'read' | 'own', 'self'>,
): Promise<AccountDeletionPlan> {
  const self = row.id
  const found = singleRow(
    await db.execute<Columns<DeletionRow>>(sql`
    select
      (select coalesce(json_agg(json_build_object('id', g.id, 'name', g.name, 'members', others.count,
          'owners', others.owners, 'role', m.role, 'successor', successor.who) order by m.created_at, g.id), '[]')
        from members m join groups g on g.id = m.group_id and g.deleted_at is null
        cross join lateral (
          select count(*)::int as count, count(*) filter (where o.role = 'owner')::int as owners
          from members o join users u on u.id = o.user_id and u.deleted_at is null
          where o.group_id = g.id and o.user_id <> ${self}) others
        left join lateral (
          select json_build_object('id', u.id, 'name', u.name) as who
          from members o join users u on u.id = o.user_id and u.deleted_at is null
          where o.group_id = g.id and o.user_id <> ${self}
          order by array_position(array['owner', 'admin', 'editor', 'viewer'], o.role), o.created_at, u.id
          limit 1) successor on true
        where m.user_id = ${self}) as groups,
      (select coalesce(json_agg(json_build_object('id', c.id, 'name', c.name, 'successor', successor.who, 'events', (
            select count(*)::int from placements p where p.calendar_id = c.id and p.home and p.deleted_at is null
              and not exists (select 1 from hidden_from h where h.event_id = p.event_id and h.user_id = ${self})),
            'hasAddressee', exists (select 1 from shares s where s.calendar_id = c.id and s.email <> ${row.email} and s.accepted_at is not null
              and s.level in ('owner', 'editor')))
          order by c.created_at, c.id), '[]')
        from calendars c
        left join lateral (
          select case when u.id is not null then json_build_object('kind', 'user', 'id', u.id, 'name', u.name)
              else json_build_object('kind', 'group', 'id', g.id, 'name', g.name) end as who
          from shares s
          left join users u on u.id = s.user_id and u.deleted_at is null and u.id <> ${self}
          left join groups g on g.id = s.group_id and g.deleted_at is null
            and exists (select 1 from members o where o.group_id = g.id and o.user_id <> ${self})
          where s.calendar_id = c.id and s.level in ('owner', 'editor') and coalesce(u.id, g.id) is not null
            and s.accepted_at is not null
          order by s.level = 'owner' desc, u.id is not null desc, s.created_at, s.id
          limit 1) successor on true
        where c.owner_user_id = ${self} and c.deleted_at is null) as calendars,
      (select count(*)::int from events e
        join placements p on p.event_id = e.id and p.home
        join calendars c on c.id = p.calendar_id and c.deleted_at is null
        where e.created_by = ${self} and e.deleted_at is null and c.owner_user_id is distinct from ${self}) as events,
      (select count(*)::int from attendees a join events e on e.id = a.event_id and e.deleted_at is null
        where a.user_id = ${self} and e.created_by is distinct from ${self}) as "takesPart",
      (select count(*)::int from gatherings g
        where g.organizer_id = ${self} and g.group_id is null and g.deleted_at is null) as gatherings,
      (select count(*)::int from gathering_participants p
        join gatherings g on g.id = p.gathering_id and g.deleted_at is null
        where p.user_id = ${self} and p.revoked_at is null
          and not (g.organizer_id = ${self} and g.group_id is null)) as votes,
      (select count(*)::int from tasks t join task_lists l on l.id = t.list_id and l.deleted_at is null
        where t.assignee_id = ${self} and t.deleted_at is null and t.status <> 'done') as tasks,
      (select u.instance_admin and exists (select 1 from users o where o.id <> u.id and o.deleted_at is null and o.email is not null)
          and not exists (select 1 from users o
            where o.id <> u.id and o.deleted_at is null and o.suspended_at is null and o.instance_admin)
        from users u where u.id = ${self}) as "isLastAdmin"`),
  )
  const groups = found.groups.map(({ owners, role, successor, ...group }) => {
    if (group.members === 0) return { ...group, outcome: 'deleted' as const, successor: null }
    return role === 'owner' && owners === 0
      ? { ...group, outcome: 'passed' as const, successor }
      : { ...group, outcome: 'left' as const, successor: null }
  })
  const calendars = found.calendars.map(({ hasAddressee, ...calendar }) => ({
    ...calendar,
    outcome: calendar.successor
      ? ('passed' as const)
      : hasAddressee
        ? ('addressed' as const)
        : ('deleted' as const),
  }))
  const { events, takesPart, gatherings, votes, tasks, isLastAdmin } = found
  const hidden = await eventsOnlySeenBy(db, self)
  return {
    ...{ groups, calendars, events, takesPart, isLastAdmin, hidden: hidden.length },
    ...{ gatherings, votes, tasks },
    hasPassword: row.passwordHash !== null,
    plan: fingerprint([
      ...groups,
      ...calendars,
      ...hidden.map((id) => ({ id, outcome: 'deleted', successor: null })),
    ]),
  }
}

/** Hashes the decisions of the plan. Names and numbers of events are left out: the plan stays valid if they change. */
function fingerprint(
  decided: readonly { id: string; outcome: string; successor: { id: string } | null }[],
): string {
  const lines = decided.map(({ id, outcome, successor }) => `${id} ${outcome} ${successor?.id ?? ''}`).sort()
  return createHash('sha256').update(lines.join('\n')).digest('base64url')
}

interface DeletionRow {
  groups: {
    id: string
    name: string
    members: number
    owners: number
    role: string
    successor: { id: string; name: string } | null
  }[]
  calendars: {
    id: string
    name: string
    events: number
    successor: { kind: 'user' | 'group'; id: string; name: string } | null
    hasAddressee: boolean
  }[]
  events: number
  takesPart: number
  gatherings: number
  votes: number
  tasks: number
  isLastAdmin: boolean
}
