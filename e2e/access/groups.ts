import { each, NO, OK, type Operation, OUT, SIGNED_IN, UNSEEN } from './outcomes'

export const GROUPS: Operation[] = [
  { action: 'groups/createGroup', input: () => ({ name: 'Mine' }), outcomes: SIGNED_IN },
  {
    action: 'groups/createInvitation',
    input: ({ group }) => ({ group }),
    outcomes: each(OK, OK, NO, NO, UNSEEN, UNSEEN, OUT),
  },
  {
    action: 'groups/createInvitation',
    about: 'for an admin',
    input: ({ group }) => ({ group, role: 'admin' }),
    outcomes: each(OK, NO, NO, NO, UNSEEN, UNSEEN, OUT),
  },
  {
    action: 'groups/revokeInvitation',
    input: ({ invitation }) => ({ invitation: invitation.id }),
    outcomes: each(OK, OK, UNSEEN, UNSEEN, UNSEEN, UNSEEN, OUT),
  },
  {
    action: 'groups/joinGroup',
    input: ({ invitation }) => ({ token: invitation.token }),
    outcomes: SIGNED_IN,
  },
  {
    action: 'groups/joinGroup',
    about: 'by a token that is none',
    input: () => ({ token: 'x'.repeat(32) }),
    outcomes: each(UNSEEN, UNSEEN, UNSEEN, UNSEEN, UNSEEN, UNSEEN, OUT),
  },
  {
    action: 'groups/leaveGroup',
    input: ({ group }) => ({ group }),
    outcomes: each('CONFLICT', OK, OK, OK, UNSEEN, UNSEEN, OUT),
  },
  {
    action: 'groups/removeMember',
    input: ({ group, ids }) => ({ group, user: ids.viewer }),
    outcomes: each(OK, OK, NO, NO, UNSEEN, UNSEEN, OUT),
  },
  {
    action: 'groups/removeMember',
    about: 'the owner',
    input: ({ group, ids }) => ({ group, user: ids.owner }),
    outcomes: each(NO, NO, NO, NO, UNSEEN, UNSEEN, OUT),
  },
]
