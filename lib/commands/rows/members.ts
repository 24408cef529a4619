import { eq, inArray, sql } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { managedMembers, members } from '@/db/schema/groups'
import { users } from '@/db/schema/users'
import { groupPeople } from '@/lib/access/group-people'
import { type Color, colorFor } from '@/lib/calendar/palette'
import type { Role } from '@/lib/calendar/roles'

/** Adds a user to a group, with a color that no other member has, as long as there is one. */
export async function insertMember(
  tx: Tx,
  member: { groupId: string; userId: string; role: Role },
): Promise<void> {
  const color = await defaultMemberColor(tx, member.groupId, member.userId)
  await tx.insert(members).values({ ...member, color })
}

/** Returns the number of members of a group who have no account. */
export async function countManagedMembers(tx: Tx, groupId: string): Promise<number> {
  return tx.$count(managedMembers, eq(managedMembers.groupId, groupId))
}

/** Returns the members of groups who have no account. */
export async function managedMembersOf(
  tx: Tx,
  groupIds: readonly string[],
): Promise<{ userId: string; name: string }[]> {
  if (!groupIds.length) return []
  return tx
    .select({ userId: users.id, name: users.name })
    .from(managedMembers)
    .innerJoin(users, eq(users.id, managedMembers.userId))
    .where(inArray(managedMembers.groupId, [...groupIds]))
}

/** Returns the default color of a new member of a group. */
export async function defaultMemberColor(tx: Tx, groupId: string, userId: string): Promise<Color> {
  const used = await tx.execute<{ color: string }>(sql`
    select distinct color from ${groupPeople} people where group_id = ${groupId}`)
  return colorFor(userId, new Set(used.map(({ color }) => color)))
}
