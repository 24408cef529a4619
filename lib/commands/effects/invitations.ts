import { randomBytes } from 'node:crypto'
import { and, eq, isNull, type SQL, sql } from 'drizzle-orm'
import { v7 as uuidv7 } from 'uuid'
import type { Tx } from '@/db/client'
import { singleRow } from '@/db/rows'
import { invitations } from '@/db/schema/invitations'
import { type Actor, userIdOf } from '@/lib/access/actor'
import type { GroupRow } from '@/lib/access/nouns/group'
import { isOpen } from '@/lib/access/nouns/invitation'
import type { UserRow } from '@/lib/access/nouns/user'
import { hashToken } from '@/lib/access/secrets'
import type { Change } from '@/lib/commands/pipeline/changes'
import { insertMember } from '@/lib/commands/rows/members'
import { AppError, fieldError } from '@/lib/errors'
import { isMailEnabled } from '@/lib/mail/send'
import type { Job } from '@/lib/queue'
import { streamName } from '@/lib/realtime/channels'
import * as schemas from '@/lib/schemas/invitations'
import { memberChanges } from './members'
import { limitUserMails, queueUserMails } from './user-mails'

/** Revokes an invitation that its recipient declined. */
export async function revokeAsDeclined(tx: Tx, now: Date, id: string): Promise<Change[]> {
  const revoked = await revokeInvitations(tx, now, eq(invitations.id, id))
  if (revoked.length) await tx.update(invitations).set({ declinedAt: now }).where(eq(invitations.id, id))
  return revoked.map((change) => ({ ...change, before: { ...change.before, declined: true } }))
}

/**
 * Makes a user a member by an open invitation; does nothing if it is not open. The database counts the uses, so two
 * concurrent requests cannot both take the last one.
 */
export async function redeemInvitation(tx: Tx, which: SQL, userId: string): Promise<Change[]> {
  const [used] = await tx
    .update(invitations)
    .set({ uses: sql`${invitations.uses} + 1` })
    .where(and(which, isOpen))
    .returning({ groupId: invitations.groupId, role: invitations.role })
  if (!used) return []
  const { groupId, role } = used
  await insertMember(tx, { groupId, userId, role })
  return memberChanges('added', groupId, userId, role)
}

type NewInvitation = Pick<typeof invitations.$inferInsert, 'role' | 'email' | 'maxUses' | 'expiresAt'>

/** The group of an invitation, and the inviter's role: admins cannot invite admins. */
type InvitingGroup = Pick<GroupRow, 'id' | 'name' | 'role'>

/**
 * Inserts an invitation. Returns it with its token, which is stored as a hash only.
 * @throws AppError FORBIDDEN if an admin invites an admin
 */
export async function insertInvitation(tx: Tx, actor: Actor, group: InvitingGroup, requested: NewInvitation) {
  if (requested.role === 'admin' && group.role !== 'owner') throw new AppError('FORBIDDEN')
  const token = randomBytes(24).toString('base64url')
  const invitation = { id: uuidv7(), groupId: group.id, ...requested }
  await tx
    .insert(invitations)
    .values({ ...invitation, tokenHash: hashToken(token), createdBy: userIdOf(actor) })
  return { invitation, token }
}

/** Creates an invitation for one person per address, and queues its mail. */
export async function sendInvitations(
  tx: Tx,
  actor: Actor,
  group: InvitingGroup,
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
  const created = []
  for (const email of addresses) {
    created.push(await insertInvitation(tx, actor, group, { role, email, expiresAt, maxUses: 1 }))
  }
  const mails = created.map(({ invitation, token }) => ({
    to: invitation.email!,
    template: 'invitation' as const,
    data: { path: `/join/${token}`, group: group.name, inviter: inviter.name },
  }))
  await limitUserMails(tx, inviter, `group:${group.id}`, field, mails.length)
  const { jobs, deliveries } = await queueUserMails(tx, inviter, mails)
  for (const { invitation } of created) {
    const deliveryId = deliveries.get(invitation.email!)
    if (deliveryId) await tx.update(invitations).set({ deliveryId }).where(eq(invitations.id, invitation.id))
  }
  return { changes: created.map(({ invitation }) => addedChange(invitation)), jobs }
}

/**
 * Refuses to mail more invitations per day than a user or group may send.
 * @throws AppError UNAVAILABLE if mail is disabled, INVALID beyond the limit
 */
export async function refuseBeyondMailLimit(
  tx: Tx,
  groupId: string,
  userId: string,
  additional: number,
): Promise<void> {
  if (!isMailEnabled()) throw new AppError('UNAVAILABLE')
  const row = singleRow(
    await tx.execute<{ sent: number }>(sql`
    select greatest(count(*) filter (where group_id = ${groupId}::uuid),
      count(*) filter (where created_by = ${userId}::uuid))::int as sent
    from invitations where email is not null and created_at > now() - interval '1 day'
      and (group_id = ${groupId}::uuid or created_by = ${userId}::uuid)`),
  )
  if (row.sent + additional > schemas.MAX_INVITATION_MAILS)
    throw fieldError('emails', 'daily_limit', schemas.MAX_INVITATION_MAILS)
}

/** Revokes the open invitations that match a condition. */
export async function revokeInvitations(
  tx: Tx,
  now: Date,
  which: Parameters<typeof and>[0],
): Promise<Change[]> {
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
    stream: streamName('group', before.groupId),
    entity: 'invitation',
    id: before.id,
    op: 'removed',
    before,
  }))
}

/** Returns the change of a new invitation. */
export function addedChange(invitation: { id: string; groupId: string }): Change {
  return {
    stream: streamName('group', invitation.groupId),
    entity: 'invitation',
    id: invitation.id,
    op: 'added',
    after: invitation,
  }
}
