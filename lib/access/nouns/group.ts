import { and, eq, isNull } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { groups, members } from '@/db/schema/groups'
import { users } from '@/db/schema/users'
import { assignableRoles, canManageGroup, canRemoveMember, type Role } from '@/lib/calendar/roles'
import type { Actor } from '../actor'
import type { LoadedTarget, VerbOf } from '../verbs'

export type GroupRow = typeof groups.$inferSelect & { role: Role }

/**
 * Loads a group that the actor is a member of. `share` is to edit its profile, to invite and to remove members, `own`
 * to hand it over or delete it.
 */
export async function loadGroup(
  tx: Tx,
  actor: Actor,
  id: string,
  verb: VerbOf<'group'>,
): Promise<LoadedTarget<GroupRow, 'group'> | undefined> {
  if (actor.kind !== 'user') return undefined
  const select = tx
    .select({ row: groups, role: members.role })
    .from(groups)
    .innerJoin(members, and(eq(members.groupId, groups.id), eq(members.userId, actor.id)))
    .where(eq(groups.id, id))
  // Locked, so that concurrent changes of members take turns.
  const [found] = await (verb === 'read' ? select : select.for('update'))
  if (!found) return undefined
  const { row, role } = found
  return {
    row: { ...row, role },
    isVisible: !row.deletedAt,
    allows: (verb) => {
      if (verb === 'own') return role === 'owner'
      return verb === 'read' || verb === 'leave' || canManageGroup(role)
    },
  }
}

export interface MemberRow {
  groupId: string
  groupName: string
  userId: string
  name: string
  role: Role
  /** The actor's role in the group. */
  actorRole: Role
}

/** Loads a deleted group, for its owners: `own` is to restore it. */
export async function loadDeletedGroup(
  tx: Tx,
  actor: Actor,
  id: string,
  verb: VerbOf<'deleted-group'>,
): Promise<LoadedTarget<GroupRow, 'group'> | undefined> {
  const found = await loadGroup(tx, actor, id, verb)
  return found && { ...found, isVisible: found.row.deletedAt !== null && found.row.role === 'owner' }
}

/** Loads another member of a group. `own` is to remove them, `share` to change their role. */
export async function loadMember(
  tx: Tx,
  actor: Actor,
  id: { group: string; user: string },
  verb: VerbOf<'member'>,
): Promise<LoadedTarget<MemberRow, 'member'> | undefined> {
  const group = await loadGroup(tx, actor, id.group, verb)
  if (!group?.isVisible) return undefined
  const [member] = await tx
    .select({ userId: members.userId, role: members.role, name: users.name })
    .from(members)
    .innerJoin(users, eq(users.id, members.userId))
    .where(and(eq(members.groupId, id.group), eq(members.userId, id.user), isNull(users.deletedAt)))
  if (!member) return undefined
  return {
    row: { ...member, groupId: group.row.id, groupName: group.row.name, actorRole: group.row.role },
    isVisible: true,
    allows: (verb) => {
      if (verb === 'read') return true
      if (verb === 'share') return assignableRoles(group.row.role, member.role).length > 0
      return canRemoveMember(group.row.role, member.role)
    },
  }
}
