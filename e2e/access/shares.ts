import { each, NO, OK, type Operation, OUT, UNSEEN } from './outcomes'

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
]
