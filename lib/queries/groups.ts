import { sql } from 'drizzle-orm'
import type { Db } from '@/db/client'
import type { Grant } from '@/lib/access/grant'
import type { Reach } from '@/lib/access/reach'
import { managesGroup } from '@/lib/calendar/roles'
import type { GroupOverview, Member, OpenInvitation, PersonTuple } from '@/lib/schemas/groups'

/** A group as its page shows it. Invitations are for those who manage it. */
export async function groupOverview(db: Db, { row }: Grant<'read', 'group'>): Promise<GroupOverview> {
  const [lists] = (await db.execute(sql`
    select
      (select json_agg(json_build_object('id', u.id, 'name', u.name, 'image', u.image, 'role', m.role)
          order by array_position(array['owner', 'admin', 'editor', 'viewer'], m.role), u.name, u.id)
        from members m join users u on u.id = m.user_id where m.group_id = ${row.id}) as members,
      (select coalesce(json_agg(json_build_object('id', i.id, 'role', i.role, 'invitedBy', u.name,
          'expiresAt', i.expires_at, 'uses', i.uses, 'maxUses', i.max_uses) order by i.created_at desc), '[]')
        from invitations i join users u on u.id = i.created_by
        where i.group_id = ${row.id} and i.revoked_at is null and i.expires_at > now()
          and (i.max_uses is null or i.uses < i.max_uses)) as invitations`)) as unknown as [
    { members: Member[]; invitations: OpenInvitation[] },
  ]
  return {
    id: row.id,
    name: row.name,
    color: row.color,
    role: row.role,
    members: lists.members,
    invitations: managesGroup(row.role) ? lists.invitations : [],
  }
}

/** Everybody the actor shares a group with, and the actor first. */
export async function people(db: Db, reach: Reach): Promise<PersonTuple[]> {
  const groups = JSON.stringify(reach.groups.map(({ id }) => id))
  const [row] = (await db.execute(sql`
    select coalesce(json_agg(json_build_array(id, name, coalesce(to_json(image), '0'), groups)
      order by (id = ${reach.userId}) desc, name, id), '[]') as people
    from (
      select u.id, u.name, u.image, coalesce(json_agg(m.group_id) filter (where m.group_id is not null), '[]') as groups
      from users u left join members m on m.user_id = u.id
        and m.group_id in (select jsonb_array_elements_text(${groups}::jsonb)::uuid)
      where u.id = ${reach.userId} or m.group_id is not null
      group by u.id
    ) known`)) as unknown as [{ people: PersonTuple[] }]
  return row.people
}
