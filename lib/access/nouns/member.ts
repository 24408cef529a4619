import { and, eq, isNull } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { members } from '@/db/schema/groups'
import { users } from '@/db/schema/users'
import { assignableRoles, canManageGroup, canRemoveMember, type Role } from '@/lib/calendar/roles'
import type { Actor } from '../actor'
import type { LoadedTarget, VerbOf } from '../verbs'
import { loadGroup } from './group'

export interface MemberRow {
  groupId: string
  groupName: string
  userId: string
  name: string
  role: Role
  color: string
  /** The actor's role in the group. */
  actorRole: Role
}

/**
 * Loads a member of a group that the actor is in. `own` is to remove them, `share` to change their role, `write` their
 * color.
 */
export async function loadMember(
  tx: Tx,
  actor: Actor,
  id: { group: string; user: string },
  verb: VerbOf<'member'>,
): Promise<LoadedTarget<MemberRow, 'member'> | undefined> {
  const group = await loadGroup(tx, actor, id.group, verb === 'write' ? 'share' : verb)
  if (!group?.isVisible) return undefined
  const [member] = await tx
    .select({ userId: members.userId, role: members.role, color: members.color, name: users.name })
    .from(members)
    .innerJoin(users, eq(users.id, members.userId))
    .where(and(eq(members.groupId, id.group), eq(members.userId, id.user), isNull(users.deletedAt)))
  if (!member) return undefined
  const isSelf = actor.kind === 'user' && actor.id === member.userId
  return {
    row: { ...member, groupId: group.row.id, groupName: group.row.name, actorRole: group.row.role },
    isVisible: true,
    allows: (verb) => {
      if (verb === 'read') return true
      if (verb === 'write') return canManageGroup(group.row.role) || isSelf
      if (verb === 'share') return assignableRoles(group.row.role, member.role).length > 0
      return canRemoveMember(group.row.role, member.role)
    },
  }
}
