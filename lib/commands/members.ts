import { and, eq } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { members } from '@/db/schema/groups'
import { userIdOf } from '@/lib/access/actor'
import { assignableRoles, ROLES } from '@/lib/calendar/roles'
import { endMembership, excludeMember, setRole } from '@/lib/commands/effects/members'
import { command } from '@/lib/commands/pipeline/execute'
import { AppError, fieldError } from '@/lib/errors'
import { streamName } from '@/lib/realtime/channels'
import * as schemas from '@/lib/schemas/groups'
import * as memberSchemas from '@/lib/schemas/members'

/** Changes the role of a member. A group always keeps an owner. */
export const changeRole = command({
  name: 'changeRole',
  input: schemas.changeRole,
  output: schemas.changeRoleOutput,
  on: ({ group, user }) => ({ member: ['share', 'member', { group, user }] }),
  async run({ tx, grants }, { role }) {
    const { groupId, userId, role: before, actorRole } = grants.member.row
    const result = { group: groupId, role }
    if (role === before) return { result, changes: [] }
    if (!assignableRoles(actorRole, before).includes(role)) throw new AppError('FORBIDDEN')
    // The grant locks the row of the group: two owners who demote each other run one after the other.
    if (before === 'owner') await refuseLastOwner(tx, groupId)
    // A live connection may follow streams that only the higher role sees.
    const isDemoted = ROLES.indexOf(role) > ROLES.indexOf(before)
    return {
      result,
      changes: await setRole(tx, groupId, userId, before, role),
      jobs: isDemoted ? [{ name: 'cut-off' as const, payload: { user: userId } }] : [],
    }
  },
})

/** Changes the color of a member in the group. */
export const setMemberColor = command({
  name: 'setMemberColor',
  input: memberSchemas.setMemberColor,
  output: schemas.groupOutput,
  on: ({ group, user }) => ({ member: ['write', 'member', { group, user }] }),
  async run({ tx, grants }, { color }) {
    const { groupId, userId, role, color: before } = grants.member.row
    const result = { group: groupId }
    if (color === before) return { result, changes: [] }
    await tx
      .update(members)
      .set({ color })
      .where(and(eq(members.groupId, groupId), eq(members.userId, userId)))
    const member = { groupId, userId, role }
    return {
      result,
      changes: [
        {
          ...{ stream: streamName('group', groupId), entity: 'member', id: userId, op: 'changed' },
          ...{ before: { ...member, color: before }, after: { ...member, color } },
        },
      ],
    }
  },
})

/** Transfers a group to another member. The former owner becomes an admin. */
export const transferGroup = command({
  name: 'transferGroup',
  input: schemas.transferGroup,
  output: schemas.groupOutput,
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
  output: schemas.groupOutput,
  on: ({ group }) => ({ self: ['own', 'self', null], group: ['leave', 'group', group] }),
  async run({ tx, grants }, { hidden }) {
    const { id, role } = grants.group.row
    // The grant locks the row of the group, so two owners cannot leave concurrently and leave none.
    if (role === 'owner') await refuseLastOwner(tx, id)
    const userId = grants.self.row.id
    return endMembership(tx, { groupId: id, userId, role }, { actorId: userId, agreed: hidden })
  },
})

/** Removes a member. Only an invitation created after the removal lets them join again. */
export const removeMember = command({
  name: 'removeMember',
  input: schemas.removeMember,
  output: schemas.groupOutput,
  on: (ids) => ({ member: ['own', 'member', ids] }),
  async run({ tx, grants, actor, now }) {
    return excludeMember(tx, grants.member.row, { actorId: userIdOf(actor), now })
  },
})

async function refuseLastOwner(tx: Tx, groupId: string): Promise<void> {
  const owners = await tx
    .select({ userId: members.userId })
    .from(members)
    .where(and(eq(members.groupId, groupId), eq(members.role, 'owner')))
  if (owners.length < 2) throw new AppError('CONFLICT', { data: { reason: 'last_owner' } })
}
