import { sql } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { members } from '@/db/schema/groups'
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

/** Returns the default color of a new member of a group. */
export async function defaultMemberColor(tx: Tx, groupId: string, userId: string): Promise<Color> {
  const used = await tx.execute<{ color: string }>(sql`
    select distinct color from ${groupPeople} people where group_id = ${groupId}`)
  return colorFor(userId, new Set(used.map(({ color }) => color)))
}
