import { and, eq, inArray } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { members } from '@/db/schema/groups'
import { invitations } from '@/db/schema/invitations'
import type { GroupRow } from '@/lib/access/nouns/group'
import type { InvitationRow } from '@/lib/access/nouns/invitation'
import { DAY } from '@/lib/calendar/day'
import {
  addedChange,
  insertInvitation,
  redeemInvitation,
  refuseBeyondMailLimit,
  revokeAsDeclined,
  revokeInvitations,
  sendInvitations,
} from '@/lib/commands/effects/invitations'
import { command } from '@/lib/commands/pipeline/execute'
import { AppError, fieldError } from '@/lib/errors'
import * as groupsSchemas from '@/lib/schemas/groups'
import * as schemas from '@/lib/schemas/invitations'
import { countOutput, idOutput } from '@/lib/schemas/outputs'

/** Creates an invitation link to a group. The token is returned once and stored as a hash. */
export const createInvitation = command({
  name: 'createInvitation',
  input: schemas.createInvitation,
  output: schemas.createInvitationOutput,
  on: ({ group }) => ({ group: ['share', 'group', group] }),
  async run({ tx, grants, now, actor }, { role, days, maxUses }) {
    const created = await insertInvitation(tx, actor, grants.group.row, {
      role,
      maxUses,
      email: null,
      expiresAt: new Date(now.getTime() + days * DAY),
    })
    const { invitation, token } = created
    return {
      result: { id: invitation.id, token, expiresAt: invitation.expiresAt.toISOString() },
      changes: [addedChange(invitation)],
    }
  },
})

/** Mails each address an invitation link for one person, which replaces earlier invitations to that address. */
export const inviteByEmail = command({
  name: 'inviteByEmail',
  input: schemas.inviteByEmail,
  output: countOutput,
  on: ({ group }) => ({ group: ['share', 'group', group], self: ['own', 'self', null] }),
  async run({ tx, grants, now, actor }, { role, days, emails }) {
    const group = grants.group.row
    const addresses = [...new Set(emails)]
    await refuseBeyondMailLimit(tx, group.id, grants.self.row.id, addresses.length)
    const replaced = await revokeInvitations(
      tx,
      now,
      and(eq(invitations.groupId, group.id), inArray(invitations.email, addresses)),
    )
    const sent = await sendInvitations(tx, actor, group, addresses, {
      role,
      inviter: grants.self.row,
      expiresAt: new Date(now.getTime() + days * DAY),
    })
    return { result: { count: addresses.length }, ...sent, changes: [...replaced, ...sent.changes] }
  },
})

/** Mails an invitation again with a new link: only a hash of the old token is stored. */
export const resendInvitation = command({
  name: 'resendInvitation',
  input: schemas.resendInvitation,
  output: idOutput,
  on: ({ invitation }) => ({
    invitation: ['share', 'invitation', { id: invitation }],
    self: ['own', 'self', null],
  }),
  async run({ tx, grants, now, actor }) {
    const { id, groupId, groupName, email, role, state } = grants.invitation.row
    if (!email) throw fieldError('invitation', 'invalid')
    if (state === 'used') throw new AppError('GONE')
    await refuseBeyondMailLimit(tx, groupId, grants.self.row.id, 1)
    const replaced = await revokeInvitations(tx, now, eq(invitations.id, id))
    const group = { id: groupId, name: groupName, role: await roleIn(tx, groupId, grants.self.row.id) }
    const sent = await sendInvitations(tx, actor, group, [email], {
      role,
      inviter: grants.self.row,
      expiresAt: new Date(now.getTime() + RESENT_DAYS * DAY),
      field: 'invitation',
    })
    return { result: { id }, ...sent, changes: [...replaced, ...sent.changes] }
  },
})

export const revokeInvitation = command({
  name: 'revokeInvitation',
  input: schemas.revokeInvitation,
  output: schemas.closedInvitationOutput,
  on: ({ invitation }) => ({ invitation: ['share', 'invitation', { id: invitation }] }),
  async run({ tx, grants, now }) {
    const { id, groupId } = grants.invitation.row
    const changes = await revokeInvitations(tx, now, eq(invitations.id, id))
    // A revoked invitation is not shown as declined any more.
    await tx.update(invitations).set({ declinedAt: null }).where(eq(invitations.id, id))
    return { result: { id, group: groupId }, changes }
  },
})

/** Declines an invitation that was mailed to the user's own address. The inviters see that it was declined. */
export const declineInvitation = command({
  name: 'declineInvitation',
  input: schemas.declineInvitation,
  output: schemas.closedInvitationOutput,
  on: ({ invitation }) => ({ invitation: ['decline', 'invitation', { id: invitation }] }),
  async run({ tx, grants, now }) {
    const { id, groupId } = grants.invitation.row
    return { result: { id, group: groupId }, changes: await revokeAsDeclined(tx, now, id) }
  },
})

/** Joins a group by an invitation link. Does nothing, and does not count a use, if the user is a member already. */
export const joinGroup = command({
  name: 'joinGroup',
  input: schemas.joinGroup,
  output: groupsSchemas.groupOutput,
  // The user's row is granted first because that locks it: a repeated request finds the membership of the first.
  on: ({ token }) => ({
    self: ['own', 'self', null],
    invitation: ['accept', 'invitation', { token }],
  }),
  run: ({ tx, grants }) => joinByInvitation(tx, grants.invitation.row, grants.self.row.id),
})

/** Joins a group by an invitation that was mailed to the user's own address, without its link. */
export const acceptInvitation = command({
  name: 'acceptInvitation',
  input: schemas.acceptInvitation,
  output: groupsSchemas.groupOutput,
  on: ({ invitation }) => ({
    self: ['own', 'self', null],
    invitation: ['accept', 'invitation', { id: invitation }],
  }),
  run: ({ tx, grants }) => joinByInvitation(tx, grants.invitation.row, grants.self.row.id),
})

async function joinByInvitation(tx: Tx, { id, groupId, isMember, state }: InvitationRow, userId: string) {
  if (isMember) return { result: { group: groupId }, changes: [] }
  if (state !== 'open') throw new AppError('GONE')
  const changes = await redeemInvitation(tx, eq(invitations.id, id), userId)
  if (!changes.length) throw new AppError('GONE')
  return { result: { group: groupId }, changes }
}

/** Number of days that an invitation is valid after it is sent again. */
const RESENT_DAYS = 14

async function roleIn(tx: Tx, groupId: string, userId: string): Promise<GroupRow['role']> {
  const [row] = await tx
    .select({ role: members.role })
    .from(members)
    .where(and(eq(members.groupId, groupId), eq(members.userId, userId)))
  return row!.role
}
