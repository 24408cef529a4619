import { each, NO, OK, type Operation, OUT, SIGNED_IN, UNSEEN } from './outcomes'

export const SHARES: Operation[] = [
  {
    action: 'shares/createShare',
    about: 'with a member',
    input: ({ calendar, ids }) => ({ calendar, to: { user: ids.viewer }, role: 'editor' }),
    outcomes: each(OK, OK, NO, NO, NO, UNSEEN, OUT),
  },
  {
    action: 'shares/createShare',
    about: 'with somebody unknown',
    input: ({ calendar, ids }) => ({ calendar, to: { user: ids.stranger } }),
    outcomes: each('INVALID', 'INVALID', NO, NO, NO, UNSEEN, OUT),
  },
  {
    action: 'shares/createShare',
    about: 'by an address',
    input: ({ calendar, emails }) => ({ calendar, to: { email: emails.stranger } }),
    outcomes: each(OK, OK, NO, NO, NO, UNSEEN, OUT),
  },
  {
    action: 'shares/updateShare',
    input: ({ share }) => ({ share, role: 'owner' }),
    outcomes: each(OK, OK, UNSEEN, UNSEEN, NO, UNSEEN, OUT),
  },
  {
    action: 'shares/removeShare',
    input: ({ share }) => ({ share }),
    outcomes: each(OK, OK, UNSEEN, UNSEEN, OK, UNSEEN, OUT),
  },
  {
    action: 'shares/removeShare',
    about: 'that waits',
    input: ({ waitingShare }) => ({ share: waitingShare }),
    outcomes: each(OK, OK, UNSEEN, UNSEEN, UNSEEN, OK, OUT),
  },
  {
    action: 'shares/updateShare',
    about: 'that waits',
    input: ({ waitingShare }) => ({ share: waitingShare, role: 'viewer' }),
    outcomes: each(OK, OK, UNSEEN, UNSEEN, UNSEEN, NO, OUT),
  },
  {
    action: 'shares/acceptShare',
    input: ({ waitingShare }) => ({ share: waitingShare }),
    outcomes: each(NO, NO, UNSEEN, UNSEEN, UNSEEN, OK, OUT),
  },
  {
    action: 'shares/blockSender',
    about: 'of a share',
    input: ({ waitingShare }) => ({ share: waitingShare }),
    outcomes: each(NO, NO, UNSEEN, UNSEEN, UNSEEN, OK, OUT),
  },
  {
    action: 'shares/blockSender',
    about: 'of an invitation',
    input: ({ sentInvitation }) => ({ invitation: sentInvitation }),
    outcomes: each(NO, NO, UNSEEN, UNSEEN, UNSEEN, OK, OUT),
  },
  {
    action: 'shares/unblockUser',
    input: ({ ids }) => ({ user: ids.owner }),
    outcomes: SIGNED_IN,
  },
]
