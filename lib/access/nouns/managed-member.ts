import { and, eq, isNull, type SQL, sql } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { managedMembers } from '@/db/schema/groups'
import { users } from '@/db/schema/users'
import { canManageGroup } from '@/lib/calendar/roles'
import type { Actor } from '../actor'
import type { LoadedTarget, VerbOf } from '../verbs'
import { loadGroup } from './group'

export interface ManagedMemberRow {
  groupId: string
  userId: string
  name: string
  color: string
  birthday: string | null
}

/**
 * Locks those of the given people who are members without an account: with `key share` against their removal, with
 * `update` also against invitations. Otherwise, events that invite them meanwhile would keep a deleted person.
 */
export async function lockManagedMembers(tx: Tx, ids: readonly string[], strength: SQL): Promise<void> {
  await tx.execute(sql`
    select 1 from managed_members
    where user_id in (select jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb)::uuid)
    order by user_id for ${strength}`)
}

/** Loads a member without an account, for members of the group: `write` is to change or remove them. */
export async function loadManagedMember(
  tx: Tx,
  actor: Actor,
  id: { group: string; user: string },
  _: VerbOf<'managed-member'>,
): Promise<LoadedTarget<ManagedMemberRow, 'managed-member'> | undefined> {
  const group = await loadGroup(tx, actor, id.group, 'share')
  if (!group?.isVisible) return undefined
  const [row] = await tx
    .select({
      groupId: managedMembers.groupId,
      userId: managedMembers.userId,
      name: users.name,
      color: managedMembers.color,
      birthday: users.birthday,
    })
    .from(managedMembers)
    .innerJoin(users, eq(users.id, managedMembers.userId))
    .where(
      and(eq(managedMembers.groupId, id.group), eq(managedMembers.userId, id.user), isNull(users.deletedAt)),
    )
  return row && { row, isVisible: true, allows: () => canManageGroup(group.row.role) }
}
