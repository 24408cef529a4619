import { and, eq } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { members, removedMembers } from '@/db/schema/groups'
import type { Role } from '@/lib/calendar/roles'
import type { Change } from '@/lib/commands/pipeline/changes'
import { unassignTasks } from '@/lib/commands/rows/tasks'
import { streamName } from '@/lib/realtime/channels'
import { releaseGroupGatherings } from './gathering-organizers'
import { eraseLostEvents } from './lost-events'
import { removeOrphanedPlacements } from './orphaned-placements'

interface Membership {
  groupId: string
  userId: string
  role: Role
}

/** Removes a member and records the removal, so that older invitations do not let them join again. */
export async function excludeMember(
  tx: Tx,
  membership: Membership,
  { actorId, now }: { actorId: string; now: Date },
) {
  const { groupId, userId } = membership
  await tx
    .insert(removedMembers)
    .values({ groupId, userId, removedAt: now })
    .onConflictDoUpdate({
      target: [removedMembers.groupId, removedMembers.userId],
      set: { removedAt: now },
    })
  return endMembership(tx, membership, { actorId, agreed: 0 })
}

/**
 * Deletes a membership, and the hidden events that nobody sees without it. The job that closes the member's live
 * connections is committed with it.
 */
export async function endMembership(
  tx: Tx,
  { groupId, userId, role }: Membership,
  consent: { actorId: string; agreed: number },
) {
  await eraseLostEvents(tx, { group: groupId, member: userId }, consent)
  await tx.delete(members).where(and(eq(members.groupId, groupId), eq(members.userId, userId)))
  await unassignTasks(tx, [userId], groupId)
  return {
    result: { group: groupId },
    changes: [
      ...memberChanges('removed', groupId, userId, role),
      ...(await removeOrphanedPlacements(tx, [userId])),
      ...(await releaseGroupGatherings(tx, userId, groupId)),
    ],
    jobs: [{ name: 'cut-off' as const, payload: { user: userId } }],
  }
}

/** Sets the role of a member. The member's own stream gets the change too, since access to calendars may change. */
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

/** A member without an account, as stored in changes. */
interface ManagedMember {
  groupId: string
  userId: string
  name: string
  color: string
}

/**
 * Returns the change of a member without an account. It contains the name, which the row of a removed one has not, and
 * no birthday, which would stay in the history.
 */
export function managedMemberChange(before: ManagedMember | null, after: ManagedMember | null): Change {
  const { groupId, userId } = (after ?? before)!
  const stored = ({ name, color }: ManagedMember) => ({ groupId, userId, name, color, role: null })
  return {
    ...{ stream: streamName('group', groupId), entity: 'member', id: userId },
    op: !before ? 'added' : after ? 'changed' : 'removed',
    ...(before && { before: stored(before) }),
    ...(after && { after: stored(after) }),
  }
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
