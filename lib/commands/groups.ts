import { randomBytes } from 'node:crypto'
import { and, eq, sql } from 'drizzle-orm'
import { v7 as uuidv7 } from 'uuid'
import type { Tx } from '@/db/client'
import { calendars } from '@/db/schema/calendars'
import { groups, invitations, members } from '@/db/schema/groups'
import { hashToken } from '@/lib/access/secrets'
import { DAY } from '@/lib/calendar/day'
import { colorFor } from '@/lib/calendar/palette'
import type { Role } from '@/lib/calendar/roles'
import { AppError } from '@/lib/errors'
import { streamOf } from '@/lib/realtime/channels'
import * as schemas from '@/lib/schemas/groups'
import { command } from './execute'
import type { Change } from './record'

/** A group with its calendar, owned by who makes it. */
export const createGroup = command({
  name: 'createGroup',
  input: schemas.createGroup,
  on: () => ({ self: ['own', 'self', null] }),
  async run({ tx, grants }, { name, color }) {
    const id = uuidv7()
    const userId = grants.self.row.id
    const group = { id, name, color: color ?? colorFor(id) }
    const calendar = { id: uuidv7(), ownerGroupId: id, name, color: group.color }
    await Promise.all([
      tx.insert(groups).values(group),
      tx.insert(members).values({ groupId: id, userId, role: 'owner' }),
      tx.insert(calendars).values(calendar),
    ])
    return {
      result: { id, calendarId: calendar.id },
      changes: [
        { stream: streamOf('group', id), entity: 'group', id, op: 'added', after: group },
        {
          stream: streamOf('calendar', calendar.id),
          entity: 'calendar',
          id: calendar.id,
          op: 'added',
          after: calendar,
        },
        ...memberChanges('added', id, userId, 'owner'),
      ],
    }
  },
})

/** A link that lets people into a group. Its secret is answered once, and stored as a hash. */
export const createInvitation = command({
  name: 'createInvitation',
  input: schemas.createInvitation,
  on: ({ group }) => ({ group: ['share', 'group', group] }),
  async run({ tx, grants, now, actor }, { role, days, maxUses }) {
    const group = grants.group.row
    // An admin may not make others admin: that is for the owner.
    if (role === 'admin' && group.role !== 'owner') throw new AppError('FORBIDDEN')
    const id = uuidv7()
    const token = randomBytes(24).toString('base64url')
    const invitation = {
      id,
      groupId: group.id,
      role,
      maxUses,
      expiresAt: new Date(now.getTime() + days * DAY),
    }
    await tx.insert(invitations).values({
      ...invitation,
      tokenHash: hashToken(token),
      createdBy: (actor as { id: string }).id,
    })
    return {
      result: { id, token, expiresAt: invitation.expiresAt.toISOString() },
      changes: [
        { stream: streamOf('group', group.id), entity: 'invitation', id, op: 'added', after: invitation },
      ],
    }
  },
})

export const revokeInvitation = command({
  name: 'revokeInvitation',
  input: schemas.revokeInvitation,
  on: ({ invitation }) => ({ invitation: ['share', 'invitation', { id: invitation }] }),
  async run({ tx, grants, now }) {
    const { id, groupId, state } = grants.invitation.row
    if (state === 'revoked') return { result: { id }, changes: [] }
    await tx.update(invitations).set({ revokedAt: now }).where(eq(invitations.id, id))
    return {
      result: { id },
      changes: [{ stream: streamOf('group', groupId), entity: 'invitation', id, op: 'removed' }],
    }
  },
})

/** Joins by a link. Who is a member already stays what they are, and the link keeps its use. */
export const joinGroup = command({
  name: 'joinGroup',
  input: schemas.joinGroup,
  // Oneself first, which waits: who sends it twice at once is a member by the time the second is looked at.
  on: ({ token }) => ({
    self: ['own', 'self', null],
    invitation: ['respond', 'invitation', { token }],
  }),
  async run({ tx, grants }) {
    const { id, groupId, role, member } = grants.invitation.row
    const userId = grants.self.row.id
    if (member) return { result: { group: groupId }, changes: [] }
    // Counted by the database, so that two who race for the last use cannot both have it.
    const used = await tx
      .update(invitations)
      .set({ uses: sql`${invitations.uses} + 1` })
      .where(
        and(
          eq(invitations.id, id),
          sql`revoked_at is null and expires_at > now() and (max_uses is null or uses < max_uses)
            and exists (select 1 from groups g where g.id = group_id and g.deleted_at is null)`,
        ),
      )
      .returning({ id: invitations.id })
    if (!used.length) throw new AppError('GONE')
    await tx.insert(members).values({ groupId, userId, role })
    return { result: { group: groupId }, changes: memberChanges('added', groupId, userId, role) }
  },
})

export const leaveGroup = command({
  name: 'leaveGroup',
  input: schemas.leaveGroup,
  on: ({ group }) => ({ group: ['respond', 'group', group], self: ['own', 'self', null] }),
  async run({ tx, grants }) {
    const { id, role } = grants.group.row
    // The group's row is locked by its grant, so two owners who leave at once cannot both be "not the last".
    if (role === 'owner' && (await owners(tx, id)) < 2) {
      throw new AppError('CONFLICT', { data: { reason: 'last_owner' } })
    }
    return removal(tx, id, grants.self.row.id, role)
  },
})

export const removeMember = command({
  name: 'removeMember',
  input: schemas.removeMember,
  on: (ids) => ({ member: ['own', 'member', ids] }),
  async run({ tx, grants }) {
    const { groupId, userId, role } = grants.member.row
    return removal(tx, groupId, userId, role)
  },
})

/** Who loses a membership loses the live connection too: the job is committed with the removal. */
async function removal(tx: Tx, groupId: string, userId: string, role: Role) {
  await tx.delete(members).where(and(eq(members.groupId, groupId), eq(members.userId, userId)))
  return {
    result: { group: groupId },
    changes: memberChanges('removed', groupId, userId, role),
    jobs: [{ name: 'cut-off' as const, payload: { user: userId } }],
  }
}

function memberChanges(op: 'added' | 'removed', groupId: string, userId: string, role: Role): Change[] {
  const member = { groupId, userId, role }
  const row = op === 'added' ? { after: member } : { before: member }
  return [
    { stream: streamOf('group', groupId), entity: 'member', id: userId, op, ...row },
    { stream: streamOf('user', userId), entity: 'member', id: userId, op, ...row },
  ]
}

async function owners(tx: Tx, groupId: string): Promise<number> {
  const rows = await tx
    .select({ userId: members.userId })
    .from(members)
    .where(and(eq(members.groupId, groupId), eq(members.role, 'owner')))
  return rows.length
}
