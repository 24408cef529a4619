import { and, eq, inArray, isNull } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { groups, members } from '@/db/schema/groups'
import { canManageGroup, type Role } from '@/lib/calendar/roles'
import { type Actor, principalOf } from '../actor'
import type { LoadedTarget, VerbOf } from '../verbs'

/** A group, with the actor's role and whether the actor has muted it. */
export type GroupRow = typeof groups.$inferSelect & { role: Role; muted: boolean }

/**
 * Loads a group that the actor is a member of. `write` is to create lists of tasks, `share` to edit its profile, to
 * invite and to remove members, `own` to transfer or delete it.
 */
export async function loadGroup(
  tx: Tx,
  actor: Actor,
  id: string,
  verb: VerbOf<'group'>,
): Promise<LoadedTarget<GroupRow, 'group'> | undefined> {
  if (actor.kind !== 'user') return undefined
  const select = tx
    .select({ row: groups, role: members.role, muted: members.muted })
    .from(groups)
    .innerJoin(members, and(eq(members.groupId, groups.id), eq(members.userId, actor.id)))
    .where(eq(groups.id, id))
  // Locked, so that concurrent changes of members take turns.
  const [found] = await (verb === 'read' || verb === 'comment' ? select : select.for('update'))
  if (!found) return undefined
  const { row, role, muted } = found
  return {
    row: { ...row, role, muted },
    isVisible: !row.deletedAt,
    allows: (verb) => {
      if (verb === 'own') return role === 'owner'
      if (verb === 'write') return role !== 'viewer'
      return ['read', 'comment', 'leave'].includes(verb) || canManageGroup(role)
    },
  }
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

/** Loads those of the given groups that the actor is a member of. */
export async function loadGroups(
  tx: Tx,
  actor: Actor,
  ids: readonly string[],
): Promise<LoadedTarget<{ id: string; name: string }[], 'groups'> | undefined> {
  const userId = principalOf(actor)
  if (!userId) return undefined
  const row = ids.length
    ? await tx
        .select({ id: groups.id, name: groups.name })
        .from(groups)
        .innerJoin(members, and(eq(members.groupId, groups.id), eq(members.userId, userId)))
        .where(and(inArray(groups.id, [...ids]), isNull(groups.deletedAt)))
    : []
  return { row, isVisible: true, allows: (verb) => verb === 'read' }
}
