import { byRole, FORBIDDEN, NOT_FOUND, OK, OK_IF_SIGNED_IN, type Operation, SIGNED_OUT } from './outcomes'

export const SHARES: Operation[] = [
  {
    action: 'shares/createShare',
    variant: 'with a member',
    input: ({ calendar, ids }) => ({ calendar, to: { user: ids.viewer }, level: 'editor' }),
    outcomes: byRole(OK, OK, FORBIDDEN, FORBIDDEN, FORBIDDEN, NOT_FOUND, SIGNED_OUT),
  },
  {
    action: 'shares/createShare',
    variant: 'with a user of no common group',
    input: ({ calendar, ids }) => ({ calendar, to: { user: ids.stranger } }),
    outcomes: byRole('INVALID', 'INVALID', FORBIDDEN, FORBIDDEN, FORBIDDEN, NOT_FOUND, SIGNED_OUT),
  },
  {
    action: 'shares/createShare',
    variant: 'with an e-mail address',
    input: ({ calendar, emails }) => ({ calendar, to: { email: emails.stranger } }),
    outcomes: byRole(OK, OK, FORBIDDEN, FORBIDDEN, FORBIDDEN, NOT_FOUND, SIGNED_OUT),
  },
  {
    action: 'shares/updateShare',
    input: ({ share }) => ({ share, level: 'owner' }),
    outcomes: byRole(OK, OK, NOT_FOUND, NOT_FOUND, FORBIDDEN, NOT_FOUND, SIGNED_OUT),
  },
  {
    action: 'shares/removeShare',
    input: ({ share }) => ({ share }),
    outcomes: byRole(OK, OK, NOT_FOUND, NOT_FOUND, OK, NOT_FOUND, SIGNED_OUT),
  },
  {
    action: 'shares/removeShare',
    variant: 'pending',
    input: ({ pendingShare }) => ({ share: pendingShare }),
    outcomes: byRole(OK, OK, NOT_FOUND, NOT_FOUND, NOT_FOUND, OK, SIGNED_OUT),
  },
  {
    action: 'shares/updateShare',
    variant: 'pending',
    input: ({ pendingShare }) => ({ share: pendingShare, level: 'viewer' }),
    outcomes: byRole(OK, OK, NOT_FOUND, NOT_FOUND, NOT_FOUND, FORBIDDEN, SIGNED_OUT),
  },
  {
    action: 'shares/acceptShare',
    input: ({ pendingShare }) => ({ share: pendingShare }),
    outcomes: byRole(FORBIDDEN, FORBIDDEN, NOT_FOUND, NOT_FOUND, NOT_FOUND, OK, SIGNED_OUT),
  },
  {
    action: 'shares/blockSender',
    // Must be the first action: invitations of blocked users do not exist for the user.
    variant: 'of an invitation to an event',
    input: ({ eventInvitation }) => ({ event: eventInvitation }),
    outcomes: byRole(NOT_FOUND, NOT_FOUND, NOT_FOUND, NOT_FOUND, NOT_FOUND, OK, SIGNED_OUT),
  },
  {
    action: 'shares/blockSender',
    variant: 'of a share',
    input: ({ pendingShare }) => ({ share: pendingShare }),
    outcomes: byRole(FORBIDDEN, FORBIDDEN, NOT_FOUND, NOT_FOUND, NOT_FOUND, OK, SIGNED_OUT),
  },
  {
    action: 'shares/blockSender',
    variant: 'of an invitation',
    input: ({ emailInvitation }) => ({ invitation: emailInvitation }),
    outcomes: byRole(FORBIDDEN, FORBIDDEN, NOT_FOUND, NOT_FOUND, NOT_FOUND, OK, SIGNED_OUT),
  },
  {
    action: 'shares/unblockUser',
    input: ({ ids }) => ({ user: ids.owner }),
    outcomes: OK_IF_SIGNED_IN,
  },
]
