import { randomBytes } from 'node:crypto'
import { and, eq, inArray, isNull, type SQL, sql } from 'drizzle-orm'
import { v7 as uuidv7 } from 'uuid'
import type { Tx } from '@/db/client'
import { invitations, members } from '@/db/schema/groups'
import { type Actor, userIdOf } from '@/lib/access/actor'
import type { GroupRow } from '@/lib/access/nouns/group'
import { type InvitationRow, opens } from '@/lib/access/nouns/invitation'
import type { UserRow } from '@/lib/access/nouns/user'
import { hashToken } from '@/lib/access/secrets'
import { DAY } from '@/lib/calendar/day'
import { mailsToOthers } from '@/lib/commands/effects/user-mails'
import { command } from '@/lib/commands/pipeline/execute'
import type { Change } from '@/lib/commands/pipeline/record'
import { env } from '@/lib/env'
import { AppError, fieldError } from '@/lib/errors'
import type { Job } from '@/lib/queue'
import { streamOf } from '@/lib/realtime/channels'
import * as schemas from '@/lib/schemas/groups'
import { memberChanges } from './members'

/** A link that lets people into a group. Its secret is answered once, and stored as a hash. */
export const createInvitation = command({
  name: 'createInvitation',
  input: schemas.createInvitation,
  on: ({ group }) => ({ group: ['share', 'group', group] }),
  async run({ tx, grants, now, actor }, { role, days, maxUses }) {
    const made = await insertInvitation(tx, actor, grants.group.row, {
      role,
      maxUses,
      email: null,
      expiresAt: new Date(now.getTime() + days * DAY),
    })
    const { invitation, token } = made
    return {
      result: { id: invitation.id, token, expiresAt: invitation.expiresAt.toISOString() },
      changes: [addedChange(invitation)],
    }
  },
})

/** Sends each address a link of its own, for one person. A newer one takes the place of what was sent there before. */
export const inviteByEmail = command({
  name: 'inviteByEmail',
  input: schemas.inviteByEmail,
  on: ({ group }) => ({ group: ['share', 'group', group], self: ['own', 'self', null] }),
  async run({ tx, grants, now, actor }, { role, days, emails }) {
    const group = grants.group.row
    const addresses = [...new Set(emails)]
    await refuseMails(tx, group.id, grants.self.row.id, addresses.length)
    const replaced = await revokeAll(
      tx,
      now,
      and(eq(invitations.groupId, group.id), inArray(invitations.email, addresses)),
    )
    const sent = await sendAll(tx, actor, group, addresses, {
      role,
      inviter: grants.self.row,
      expiresAt: new Date(now.getTime() + days * DAY),
    })
    return { result: { count: addresses.length }, ...sent, changes: [...replaced, ...sent.changes] }
  },
})

/** Sends an invitation anew, with a new link: the secret of the old one is known to nobody here. */
export const resendInvitation = command({
  name: 'resendInvitation',
  input: schemas.resendInvitation,
  on: ({ invitation }) => ({
    invitation: ['share', 'invitation', { id: invitation }],
    self: ['own', 'self', null],
  }),
  async run({ tx, grants, now, actor }) {
    const { id, groupId, groupName, email, role, state } = grants.invitation.row
    if (!email) throw fieldError('invitation', 'invalid')
    if (state === 'used') throw new AppError('GONE')
    await refuseMails(tx, groupId, grants.self.row.id, 1)
    const replaced = await revokeAll(tx, now, eq(invitations.id, id))
    const group = { id: groupId, name: groupName, role: await roleIn(tx, groupId, grants.self.row.id) }
    const sent = await sendAll(tx, actor, group, [email], {
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
  on: ({ invitation }) => ({ invitation: ['share', 'invitation', { id: invitation }] }),
  async run({ tx, grants, now }) {
    const { id, groupId } = grants.invitation.row
    const changes = await revokeAll(tx, now, eq(invitations.id, id))
    // That it was declined is no longer told then.
    await tx.update(invitations).set({ declinedAt: null }).where(eq(invitations.id, id))
    return { result: { id, group: groupId }, changes }
  },
})

/** Says no to an invitation that was sent to one's own address. Those who sent it see that it was declined. */
export const declineInvitation = command({
  name: 'declineInvitation',
  input: schemas.declineInvitation,
  on: ({ invitation }) => ({ invitation: ['decline', 'invitation', { id: invitation }] }),
  async run({ tx, grants, now }) {
    const { id, groupId } = grants.invitation.row
    return { result: { id, group: groupId }, changes: await revokeAsDeclined(tx, now, id) }
  },
})

/** Ends an invitation that its receiver declined. */
export async function revokeAsDeclined(tx: Tx, now: Date, id: string): Promise<Change[]> {
  const revoked = await revokeAll(tx, now, eq(invitations.id, id))
  if (revoked.length) await tx.update(invitations).set({ declinedAt: now }).where(eq(invitations.id, id))
  return revoked.map((change) => ({ ...change, before: { ...change.before, declined: true } }))
}

/** Joins by a link. Who is a member already stays what they are, and the link keeps its use. */
export const joinGroup = command({
  name: 'joinGroup',
  input: schemas.joinGroup,
  // Oneself first, which waits: who sends it twice at once is a member by the time the second is looked at.
  on: ({ token }) => ({
    self: ['own', 'self', null],
    invitation: ['accept', 'invitation', { token }],
  }),
  run: ({ tx, grants }) => enter(tx, grants.invitation.row, grants.self.row.id),
})

/** Joins by an invitation that was sent to one's own address, without its link. */
export const acceptInvitation = command({
  name: 'acceptInvitation',
  input: schemas.acceptInvitation,
  on: ({ invitation }) => ({
    self: ['own', 'self', null],
    invitation: ['accept', 'invitation', { id: invitation }],
  }),
  run: ({ tx, grants }) => enter(tx, grants.invitation.row, grants.self.row.id),
})

async function enter(tx: Tx, { id, groupId, member, state }: InvitationRow, userId: string) {
  if (member) return { result: { group: groupId }, changes: [] }
  if (state !== 'open') throw new AppError('GONE')
  const changes = await spendInvitation(tx, eq(invitations.id, id), userId)
  if (!changes.length) throw new AppError('GONE')
  return { result: { group: groupId }, changes }
}

/**
 * Makes somebody a member by an invitation that is open; does nothing if it is not. Counted by the database, so that two
 * who race for the last use cannot both have it.
 */
export async function spendInvitation(tx: Tx, which: SQL, userId: string): Promise<Change[]> {
  const [used] = await tx
    .update(invitations)
    .set({ uses: sql`${invitations.uses} + 1` })
    .where(and(which, opens))
    .returning({ groupId: invitations.groupId, role: invitations.role })
  if (!used) return []
  const { groupId, role } = used
  await tx.insert(members).values({ groupId, userId, role })
  return memberChanges('added', groupId, userId, role)
}

/** Days that an invitation is good for when it is sent anew. */
const RESENT_DAYS = 14

type NewInvitation = Pick<typeof invitations.$inferInsert, 'role' | 'email' | 'maxUses' | 'expiresAt'>

/** The group as those who invite into it need it: they may be admins, who make nobody an admin. */
type Inviting = Pick<GroupRow, 'id' | 'name' | 'role'>

async function insertInvitation(tx: Tx, actor: Actor, group: Inviting, asked: NewInvitation) {
  if (asked.role === 'admin' && group.role !== 'owner') throw new AppError('FORBIDDEN')
  const token = randomBytes(24).toString('base64url')
  const invitation = { id: uuidv7(), groupId: group.id, ...asked }
  await tx
    .insert(invitations)
    .values({ ...invitation, tokenHash: hashToken(token), createdBy: userIdOf(actor) })
  return { invitation, token }
}

async function sendAll(
  tx: Tx,
  actor: Actor,
  group: Inviting,
  addresses: readonly string[],
  {
    role,
    inviter,
    expiresAt,
    field = 'emails',
  }: {
    role: NewInvitation['role']
    inviter: UserRow
    expiresAt: Date
    field?: string
  },
): Promise<{ changes: Change[]; jobs: Job[] }> {
  const made = []
  for (const email of addresses) {
    made.push(await insertInvitation(tx, actor, group, { role, email, expiresAt, maxUses: 1 }))
  }
  const mails = made.map(({ invitation, token }) => ({
    to: invitation.email!,
    template: 'invitation' as const,
    data: { path: `/join/${token}`, group: group.name, inviter: inviter.name },
  }))
  const { jobs, deliveries } = await mailsToOthers(tx, inviter, `group:${group.id}`, field, mails)
  for (const { invitation } of made) {
    const deliveryId = deliveries.get(invitation.email!)
    if (deliveryId) await tx.update(invitations).set({ deliveryId }).where(eq(invitations.id, invitation.id))
  }
  return { changes: made.map(({ invitation }) => addedChange(invitation)), jobs }
}

/** @throws AppError UNAVAILABLE where no mail is sent, INVALID beyond the day's mails by this person or for this group */
async function refuseMails(tx: Tx, groupId: string, userId: string, more: number): Promise<void> {
  if (!env.smtpUrl) throw new AppError('UNAVAILABLE')
  const [row] = (await tx.execute(sql`
    select greatest(count(*) filter (where group_id = ${groupId}::uuid),
      count(*) filter (where created_by = ${userId}::uuid))::int as sent
    from invitations where email is not null and created_at > now() - interval '1 day'
      and (group_id = ${groupId}::uuid or created_by = ${userId}::uuid)`)) as unknown as [{ sent: number }]
  if (row.sent + more > schemas.MAX_INVITATION_MAILS)
    throw fieldError('emails', 'daily_limit', schemas.MAX_INVITATION_MAILS)
}

async function revokeAll(tx: Tx, now: Date, which: Parameters<typeof and>[0]): Promise<Change[]> {
  const revoked = await tx
    .update(invitations)
    .set({ revokedAt: now })
    .where(and(which, isNull(invitations.revokedAt)))
    .returning({
      id: invitations.id,
      groupId: invitations.groupId,
      email: invitations.email,
      role: invitations.role,
    })
  return revoked.map((before) => ({
    stream: streamOf('group', before.groupId),
    entity: 'invitation',
    id: before.id,
    op: 'removed',
    before,
  }))
}

function addedChange(invitation: { id: string; groupId: string }): Change {
  return {
    stream: streamOf('group', invitation.groupId),
    entity: 'invitation',
    id: invitation.id,
    op: 'added',
    after: invitation,
  }
}

async function roleIn(tx: Tx, groupId: string, userId: string): Promise<GroupRow['role']> {
  const [row] = await tx
    .select({ role: members.role })
    .from(members)
    .where(and(eq(members.groupId, groupId), eq(members.userId, userId)))
  return row!.role
}
