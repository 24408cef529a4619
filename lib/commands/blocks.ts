import { and, eq } from 'drizzle-orm'
import { blockedUsers } from '@/db/schema/users'
import { declineInvitationTo } from '@/lib/commands/effects/event-invitations'
import { revokeAsDeclined } from '@/lib/commands/effects/invitations'
import { deleteShare } from '@/lib/commands/effects/shares'
import { command } from '@/lib/commands/pipeline/execute'
import { fieldError } from '@/lib/errors'
import { streamName } from '@/lib/realtime/channels'
import { emptyOutput } from '@/lib/schemas/outputs'
import * as schemas from '@/lib/schemas/shares'

/**
 * Declines a share or an invitation to a group or event, and blocks its sender: further shares and invitations by the
 * sender are neither listed nor mailed. The sender sees the decline, but not the block.
 */
export const blockSender = command({
  name: 'blockSender',
  input: schemas.blockSender,
  output: schemas.blockSenderOutput,
  on: (which) => ({
    self: ['own', 'self', null],
    share: 'share' in which ? ['decline', 'share', which.share] : undefined,
    invitation: 'invitation' in which ? ['decline', 'invitation', { id: which.invitation }] : undefined,
    event: 'event' in which ? ['decline', 'event-invitation', which.event] : undefined,
  }),
  async run({ tx, grants, now }) {
    const self = grants.self.row.id
    const sender =
      grants.share?.row.createdBy ?? grants.invitation?.row.createdBy ?? grants.event?.row.organizerId
    if (!sender || sender === self) throw fieldError(grants.share ? 'share' : 'invitation', 'invalid')
    await tx.insert(blockedUsers).values({ userId: self, blockedId: sender }).onConflictDoNothing()
    const declined = grants.share
      ? await deleteShare(tx, grants.share.row, { actorId: self, agreed: 0 })
      : grants.event
        ? { changes: await declineInvitationTo(tx, grants.event.row), jobs: [] }
        : { changes: await revokeAsDeclined(tx, now, grants.invitation!.row.id), jobs: [] }
    const ownChange = { stream: streamName('user', self), entity: 'user', id: self, op: 'changed' } as const
    return { result: { blocked: sender }, changes: [...declined.changes, ownChange], jobs: declined.jobs }
  },
})

/** Unblocks a user, so that their shares and invitations are listed again. */
export const unblockUser = command({
  name: 'unblockUser',
  input: schemas.unblockUser,
  output: emptyOutput,
  on: () => ({ self: ['own', 'self', null] }),
  async run({ tx, grants }, { user }) {
    const self = grants.self.row.id
    const unblocked = await tx
      .delete(blockedUsers)
      .where(and(eq(blockedUsers.userId, self), eq(blockedUsers.blockedId, user)))
      .returning({ id: blockedUsers.blockedId })
    const change = { stream: streamName('user', self), entity: 'user', id: self, op: 'changed' } as const
    return { result: {}, changes: unblocked.length ? [change] : [] }
  },
})
