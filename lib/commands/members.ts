import { and, eq } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { members, removedMembers } from '@/db/schema/groups'
import { userIdOf } from '@/lib/access/actor'
import { assignableRoles, ROLES, type Role } from '@/lib/calendar/roles'
import { takeDownOrphans } from '@/lib/commands/effects/orphaned-placements'
import { command } from '@/lib/commands/pipeline/execute'
import type { Change } from '@/lib/commands/pipeline/record'
import { AppError, fieldError } from '@/lib/errors'
import { streamOf } from '@/lib/realtime/channels'
import * as schemas from '@/lib/schemas/groups'

/** Gives a member another role. A group is never left without an owner. */
export const changeRole = command({
  name: 'changeRole',
  input: schemas.changeRole,
  on: ({ group, user }) => ({ member: ['share', 'member', { group, user }] }),
  async run({ tx, grants }, { role }) {
    const { groupId, userId, role: before, actorRole } = grants.member.row
    const result = { group: groupId, role }
    if (role === before) return { result, changes: [] }
    if (!assignableRoles(actorRole, before).includes(role)) throw new AppError('FORBIDDEN')
    // The group's row is locked by its grant: two owners who take each other's role take turns.
    if (before === 'owner') await refuseLastOwner(tx, groupId)
    // The live connection may follow what only a higher role sees.
    const isDemoted = ROLES.indexOf(role) > ROLES.indexOf(before)
    return {
      result,
      changes: await setRole(tx, groupId, userId, before, role),
      jobs: isDemoted ? [{ name: 'cut-off' as const, payload: { user: userId } }] : [],
    }
  },
})

/** Makes another member the owner, and oneself an admin. */
export const handOverGroup = command({
  name: 'handOverGroup',
  input: schemas.handOverGroup,
  on: ({ group, user }) => ({
    group: ['own', 'group', group],
    member: ['share', 'member', { group, user }],
  }),
  async run({ tx, grants, actor }) {
    const { groupId, userId, role } = grants.member.row
    const self = userIdOf(actor)
    if (userId === self) throw fieldError('user', 'invalid')
    return {
      result: { group: groupId },
      changes: [
        ...(role === 'owner' ? [] : await setRole(tx, groupId, userId, role, 'owner')),
        ...(await setRole(tx, groupId, self, 'owner', 'admin')),
      ],
    }
  },
})

export const leaveGroup = command({
  name: 'leaveGroup',
  input: schemas.leaveGroup,
  on: ({ group }) => ({ self: ['own', 'self', null], group: ['leave', 'group', group] }),
  async run({ tx, grants }) {
    const { id, role } = grants.group.row
    // The group's row is locked by its grant, so two owners who leave at once cannot both be "not the last".
    if (role === 'owner') await refuseLastOwner(tx, id)
    return removal(tx, id, grants.self.row.id, role)
  },
})

/** Takes somebody out of a group: only a newer invitation brings them back. */
export const removeMember = command({
  name: 'removeMember',
  input: schemas.removeMember,
  on: (ids) => ({ member: ['own', 'member', ids] }),
  async run({ tx, grants, now }) {
    return expel(tx, grants.member.row, now)
  },
})

/** Removes somebody who is not to come back by what they were given before. */
export async function expel(
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
  return removal(tx, groupId, userId, role)
}

/** Who loses a membership loses the live connection too: the job is committed with the removal. */
async function removal(tx: Tx, groupId: string, userId: string, role: Role) {
  await tx.delete(members).where(and(eq(members.groupId, groupId), eq(members.userId, userId)))
  return {
    result: { group: groupId },
    changes: [...memberChanges('removed', groupId, userId, role), ...(await takeDownOrphans(tx, [userId]))],
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
    { stream: streamOf('group', groupId), ...change },
    { stream: streamOf('user', userId), ...change },
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
    { stream: streamOf('group', groupId), entity: 'member', id: userId, op, ...row },
    { stream: streamOf('user', userId), entity: 'member', id: userId, op, ...row },
  ]
}

async function refuseLastOwner(tx: Tx, groupId: string): Promise<void> {
  const owners = await tx
    .select({ userId: members.userId })
    .from(members)
    .where(and(eq(members.groupId, groupId), eq(members.role, 'owner')))
  if (owners.length < 2) throw new AppError('CONFLICT', { data: { reason: 'last_owner' } })
}
