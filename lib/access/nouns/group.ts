import { and, eq, sql } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { groups, invitations, members } from '@/db/schema/groups'
import { users } from '@/db/schema/users'
import { managesGroup, mayRemove, type Role } from '@/lib/calendar/roles'
import type { Actor } from '../actor'
import type { Found, Verb } from '../found'
import { hashToken } from '../secrets'

export type GroupRow = typeof groups.$inferSelect & { role: Role }

/** A group the actor is a member of. `respond` is to leave it, `share` to invite and remove, `own` to change or end it. */
export async function loadGroup(
  tx: Tx,
  actor: Actor,
  id: string,
  verb: Verb,
): Promise<Found<GroupRow> | undefined> {
  if (actor.kind !== 'user') return undefined
  const select = tx
    .select({ row: groups, role: members.role })
    .from(groups)
    .innerJoin(members, and(eq(members.groupId, groups.id), eq(members.userId, actor.id)))
    .where(eq(groups.id, id))
  // Who changes who is in it waits for whoever else does.
  const [found] = await (verb === 'read' ? select : select.for('update'))
  if (!found) return undefined
  const { row, role } = found
  return {
    row: { ...row, role },
    seen: !row.deletedAt,
    allows: (verb) => {
      if (verb === 'own') return role === 'owner'
      return verb === 'read' || verb === 'freebusy' || verb === 'respond' || managesGroup(role)
    },
  }
}

export interface MemberRow {
  groupId: string
  groupName: string
  userId: string
  name: string
  role: Role
}

/** Another member of a group. `own` is to remove them. */
export async function loadMember(
  tx: Tx,
  actor: Actor,
  id: { group: string; user: string },
  verb: Verb,
): Promise<Found<MemberRow> | undefined> {
  const group = await loadGroup(tx, actor, id.group, verb)
  if (!group?.seen) return undefined
  const [member] = await tx
    .select({ userId: members.userId, role: members.role, name: users.name })
    .from(members)
    .innerJoin(users, eq(users.id, members.userId))
    .where(and(eq(members.groupId, id.group), eq(members.userId, id.user)))
  if (!member) return undefined
  return {
    row: { ...member, groupId: id.group, groupName: group.row.name },
    seen: true,
    allows: (verb) => verb === 'read' || mayRemove(group.row.role, member.role),
  }
}

export interface InvitationRow {
  id: string
  groupId: string
  groupName: string
  groupColor: string
  invitedBy: string
  role: 'admin' | 'editor' | 'viewer'
  /** `open`, or why it opens nothing any more. */
  state: 'open' | 'used' | 'expired' | 'revoked'
  /** True when the actor is in the group already. */
  member: boolean
}

/** An invitation, by the secret of its link or (for those who manage the group) by its id. */
export async function loadInvitation(
  tx: Tx,
  actor: Actor,
  by: { token: string } | { id: string },
): Promise<Found<InvitationRow> | undefined> {
  const userId = actor.kind === 'user' ? actor.id : null
  const [found] = await tx
    .select({
      id: invitations.id,
      groupId: invitations.groupId,
      groupName: groups.name,
      groupColor: groups.color,
      invitedBy: users.name,
      role: invitations.role,
      state: sql<InvitationRow['state']>`case
        when ${invitations.revokedAt} is not null or ${groups.deletedAt} is not null then 'revoked'
        when ${invitations.expiresAt} <= now() then 'expired'
        when ${invitations.uses} >= ${invitations.maxUses} then 'used'
        else 'open' end`,
      actorRole: sql<Role | null>`(select role from members
        where members.group_id = ${invitations.groupId} and members.user_id = ${userId}::uuid)`,
    })
    .from(invitations)
    .innerJoin(groups, eq(groups.id, invitations.groupId))
    .innerJoin(users, eq(users.id, invitations.createdBy))
    .where('token' in by ? eq(invitations.tokenHash, hashToken(by.token)) : eq(invitations.id, by.id))
  if (!found) return undefined
  const { actorRole, ...row } = found
  const manages = actorRole !== null && managesGroup(actorRole)
  return {
    row: { ...row, member: actorRole !== null },
    seen: 'token' in by || manages,
    allows: (verb) => {
      if (verb === 'read') return true
      return verb === 'respond' ? userId !== null && 'token' in by : manages
    },
  }
}
