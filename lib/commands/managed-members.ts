import { eq } from 'drizzle-orm'
import { v7 as uuidv7 } from 'uuid'
import { managedMembers } from '@/db/schema/groups'
import { users } from '@/db/schema/users'
import { changedFields } from '@/lib/calendar/merge'
import { deleteManagedMembers } from '@/lib/commands/effects/delete-managed-members'
import { managedMemberChange } from '@/lib/commands/effects/members'
import { command } from '@/lib/commands/pipeline/execute'
import { countManagedMembers, defaultMemberColor } from '@/lib/commands/rows/members'
import { fieldError } from '@/lib/errors'
import { MAX_MANAGED_MEMBERS } from '@/lib/schemas/choices'
import { groupOutput } from '@/lib/schemas/groups'
import * as schemas from '@/lib/schemas/members'

/** Adds a person without an account, such as a child, to a group. */
export const addManagedMember = command({
  name: 'addManagedMember',
  input: schemas.addManagedMember,
  output: schemas.addManagedMemberOutput,
  on: ({ group }) => ({ group: ['share', 'group', group] }),
  async run({ tx, grants }, { name, color: chosen, birthday }) {
    const groupId = grants.group.row.id
    // The grant locks the row of the group, so that concurrent requests cannot exceed the limit.
    if ((await countManagedMembers(tx, groupId)) >= MAX_MANAGED_MEMBERS)
      throw fieldError('name', 'too_many', MAX_MANAGED_MEMBERS)
    const userId = uuidv7()
    const color = chosen ?? (await defaultMemberColor(tx, groupId, userId))
    await tx.insert(users).values({ id: userId, name, birthday })
    await tx.insert(managedMembers).values({ userId, groupId, color })
    return {
      result: { group: groupId, user: userId },
      changes: [managedMemberChange(null, { groupId, userId, name, color })],
    }
  },
})

/** Changes the name, color or birthday of a member without an account. */
export const updateManagedMember = command({
  name: 'updateManagedMember',
  input: schemas.updateManagedMember,
  output: groupOutput,
  on: ({ group, user }) => ({ member: ['write', 'managed-member', { group, user }] }),
  async run({ tx, grants }, { name, color, birthday }) {
    const before = grants.member.row
    const { groupId, userId } = before
    const after = {
      ...{ ...before, name: name ?? before.name, color: color ?? before.color },
      birthday: birthday === undefined ? before.birthday : birthday,
    }
    const result = { group: groupId }
    if (!changedFields(before, after).length) return { result, changes: [] }
    await tx.update(users).set({ name: after.name, birthday: after.birthday }).where(eq(users.id, userId))
    await tx.update(managedMembers).set({ color: after.color }).where(eq(managedMembers.userId, userId))
    return { result, changes: [managedMemberChange(before, after)] }
  },
})

/** Removes a member without an account. Events that they attend keep the name. */
export const removeManagedMember = command({
  name: 'removeManagedMember',
  input: schemas.managedMember,
  output: groupOutput,
  on: (ids) => ({ member: ['write', 'managed-member', ids] }),
  async run({ tx, grants, now }) {
    const { row } = grants.member
    await deleteManagedMembers(tx, [row], now)
    return { result: { group: row.groupId }, changes: [managedMemberChange(row, null)] }
  },
})
