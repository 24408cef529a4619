import { sql } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { type Columns, singleRow } from '@/db/rows'
import { isSenderBlocked } from '@/lib/access/blocked-users'
import type { Grant } from '@/lib/access/grant'
import { isOpen } from '@/lib/access/nouns/invitation'
import type { Reach } from '@/lib/access/reach'
import type { InvitationPreview, ReceivedInvitation } from '@/lib/schemas/invitation-preview'

/** Maximum number of members' names that an invitation shows. */
const MAX_NAMES = 4

/**
 * Returns the preview of an invitation for the holder of its link, who may be in no group yet: with pictures as data
 * URLs, and the names of a few members. Names are complete, since no rule tells where a first name ends (أم كلثوم, عبد
 * الله).
 */
export async function invitationPreview(
  db: Db,
  { row }: Grant<'read', 'invitation'>,
): Promise<InvitationPreview> {
  const preview = singleRow(
    await db.execute<Columns<InvitationPreview>>(sql`
    select json_build_object('id', u.id, 'name', u.name, 'picture', ${pictureDataUrl(sql`u.image`)}) as inviter,
      json_build_object('name', g.name, 'color', g.color, 'description', g.description,
        'picture', ${pictureDataUrl(sql`g.image`)}) as "group",
      (select count(*)::int from members m join users o on o.id = m.user_id and o.deleted_at is null
        where m.group_id = g.id) as "memberCount",
      (select coalesce(json_agg(first.name), '[]') from (
        select o.name from members m join users o on o.id = m.user_id and o.deleted_at is null
        where m.group_id = g.id order by m.created_at, o.id limit ${MAX_NAMES}) first) as names
    from invitations i join groups g on g.id = i.group_id join users u on u.id = i.created_by
    where i.id = ${row.id}`),
  )
  return preview
}

/** Returns open invitations that were sent to the viewer's address, if the address is verified. */
export async function receivedInvitations(db: Db, { userId }: Reach): Promise<ReceivedInvitation[]> {
  return await db.execute<Columns<ReceivedInvitation>>(sql`
    select invitations.id, g.id as "groupId", g.name as "groupName", g.color as "groupColor", host.name as "invitedBy", invitations.role,
      to_json(invitations.expires_at) as "expiresAt"
    from users me join invitations on invitations.email = me.email
    join groups g on g.id = invitations.group_id join users host on host.id = invitations.created_by
    where me.id = ${userId} and me.email_verified is not null and ${isOpen}
      and not exists (select 1 from members m where m.group_id = g.id and m.user_id = me.id)
      and not exists (select 1 from removed_members r where r.group_id = g.id and r.user_id = me.id
        and r.removed_at > invitations.created_at)
      and not ${isSenderBlocked(sql`me.id`, sql`invitations.created_by`)}
    order by invitations.created_at desc limit 50`)
}

/** Returns the picture at a path as a data URL. */
function pictureDataUrl(path: ReturnType<typeof sql>) {
  return sql`(select 'data:' || p.type || ';base64,' || replace(encode(p.data, 'base64'), chr(10), '')
    from pictures p where p.id = substring(${path} from '[0-9a-f-]{36}$')::uuid)`
}
