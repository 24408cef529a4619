import { eq, type SQL, sql } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { groups } from '@/db/schema/groups'
import { invitations } from '@/db/schema/invitations'
import { users } from '@/db/schema/users'
import { canManageGroup, type Role } from '@/lib/calendar/roles'
import type { Actor } from '../actor'
import { hashToken } from '../secrets'
import type { LoadedTarget } from '../verbs'

export interface InvitationRow {
  id: string
  groupId: string
  groupName: string
  groupColor: string
  /** Name of the user who created it. */
  invitedBy: string
  /** Id of the user who created it. */
  createdBy: string
  role: 'admin' | 'editor' | 'viewer'
  /** The address it was sent to; null for a link that is passed on by hand. */
  email: string | null
  /** `open`, or why it can no longer be used; `removed`: the actor was removed from the group after it was created. */
  state: 'open' | 'used' | 'expired' | 'revoked' | 'removed'
  /** Whether the actor is in the group already. */
  isMember: boolean
}

/**
 * Loads an invitation: by the secret of its link, by its id for members who manage the group, and by its id for the
 * user whose verified address it was sent to.
 */
export async function loadInvitation(
  tx: Tx,
  actor: Actor,
  by: { token: string } | { id: string },
): Promise<LoadedTarget<InvitationRow, 'invitation'> | undefined> {
  const userId = actor.kind === 'user' ? actor.id : null
  const [found] = await tx
    .select({
      id: invitations.id,
      groupId: invitations.groupId,
      groupName: groups.name,
      groupColor: groups.color,
      invitedBy: users.name,
      createdBy: invitations.createdBy,
      role: invitations.role,
      email: invitations.email,
      state: sql<InvitationRow['state']>`case
        when not ${isInForce} then 'revoked'
        when ${wasRemovedSince(userId)} then 'removed'
        when ${invitations.expiresAt} <= now() then 'expired'
        when ${invitations.uses} >= ${invitations.maxUses} then 'used'
        else 'open' end`,
      actorRole: sql<Role | null>`(select role from members
        where members.group_id = ${invitations.groupId} and members.user_id = ${userId}::uuid)`,
      isAddressed: sql<boolean>`coalesce(${invitations.email} = (select u.email from users u
        where u.id = ${userId}::uuid and u.email_verified is not null), false)`,
    })
    .from(invitations)
    .innerJoin(groups, eq(groups.id, invitations.groupId))
    .innerJoin(users, eq(users.id, invitations.createdBy))
    .where('token' in by ? eq(invitations.tokenHash, hashToken(by.token)) : eq(invitations.id, by.id))
  if (!found) return undefined
  const { actorRole, isAddressed, ...row } = found
  const canManage = actorRole !== null && canManageGroup(actorRole)
  const isByToken = 'token' in by
  return {
    row: { ...row, isMember: actorRole !== null },
    isVisible: isByToken || canManage || isAddressed,
    allows: (verb) => {
      if (verb === 'read') return true
      return verb === 'share' ? canManage : isAddressed || (userId !== null && isByToken)
    },
  }
}

/** Whether an invitation is in force: not revoked, its group exists, and its author may still invite with this role. */
const isInForce = sql`(invitations.revoked_at is null
  and exists (select 1 from groups g where g.id = invitations.group_id and g.deleted_at is null)
  and exists (select 1 from members m join users u on u.id = m.user_id and u.suspended_at is null
    where m.group_id = invitations.group_id and m.user_id = invitations.created_by
    and (m.role = 'owner' or (m.role = 'admin' and invitations.role <> 'admin'))))`

/** Whether a row of `invitations` can be accepted now. */
export const isOpen = sql`(${isInForce} and invitations.expires_at > now()
  and (invitations.max_uses is null or invitations.uses < invitations.max_uses))`

/** Whether the user was removed from the group after the invitation was created: it does not let them in again. */
function wasRemovedSince(userId: string | null): SQL {
  return sql`exists (select 1 from removed_members r where r.group_id = ${invitations.groupId}
    and r.user_id = ${userId}::uuid and r.removed_at > ${invitations.createdAt})`
}
