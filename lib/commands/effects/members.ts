import { and, eq } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { members, removedMembers } from '@/db/schema/groups'
import type { Role } from '@/lib/calendar/roles'
import type { Change } from '@/lib/commands/pipeline/changes'
import { streamName } from '@/lib/realtime/channels'
import { removeOrphanedPlacements } from './orphaned-placements'

/** Removes somebody who is not to come back by what they were given before. */
export async function excludeMember(
  tx: Tx,
  { groupId, userId, role }: { groupId: string; userId: string; role: Role },
  now: Date,
) {
  await tx
    .insert(removedMembers)
    .values({ groupId, userId, removedAt: now })
    .onConflictDoUpdate({
      target: [removedMembers.groupId, removedMembers.userId],
      set: { removedAt: now },
    })
  return endMembership(tx, groupId, userId, role)
}

/** Who loses a membership loses the live connection too: the job is committed with the endMembership. */
export async function endMembership(tx: Tx, groupId: string, userId: string, role: Role) {
  await tx.delete(members).where(and(eq(members.groupId, groupId), eq(members.userId, userId)))
  return {
    result: { group: groupId },
    changes: [
      ...memberChanges('removed', groupId, userId, role),
      ...(await removeOrphanedPlacements(tx, [userId])),
    ],
    jobs: [{ name: 'cut-off' as const, payload: { user: userId } }],
  }
}

/** Writes a member's role. Told to the group, and to the person, whose calendars may have changed their level. */
export async function setRole(
  tx: Tx,
  groupId: string,
  userId: string,
  before: Role,
  role: Role,
): Promise<Change[]> {
  await tx
    .update(members)
    .set({ role })
    .where(and(eq(members.groupId, groupId), eq(members.userId, userId)))
  const change = {
    entity: 'member',
    id: userId,
    op: 'changed',
    before: { groupId, userId, role: before },
    after: { groupId, userId, role },
  } as const
  return [
    { stream: streamName('group', groupId), ...change },
    { stream: streamName('user', userId), ...change },
  ]
}

export function memberChanges(
  op: 'added' | 'removed',
  groupId: string,
  userId: string,
  role: Role,
): Change[] {
  const member = { groupId, userId, role }
  const row = op === 'added' ? { after: member } : { before: member }
  return [
    { stream: streamName('group', groupId), entity: 'member', id: userId, op, ...row },
    { stream: streamName('user', userId), entity: 'member', id: userId, op, ...row },
  ]
}
