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
  {
    action: 'groups/updateGroup',
    input: ({ group }) => ({ id: group, version: 1, patch: { name: 'Zq renamed' } }),
    outcomes: each(OK, OK, NO, NO, UNSEEN, UNSEEN, OUT),
  },
  {
    action: 'groups/deleteGroup',
    input: ({ group }) => ({ group }),
    outcomes: each(OK, NO, NO, NO, UNSEEN, UNSEEN, OUT),
  },
  {
    action: 'groups/restoreGroup',
    about: 'one that is not deleted',
    input: ({ group }) => ({ group }),
    outcomes: each(UNSEEN, UNSEEN, UNSEEN, UNSEEN, UNSEEN, UNSEEN, OUT),
  },
  {
    action: 'groups/restoreGroup',
    input: ({ deletedGroup }) => ({ group: deletedGroup }),
    outcomes: each(OK, UNSEEN, UNSEEN, UNSEEN, UNSEEN, UNSEEN, OUT),
  },
  {
    // Mail is not configured in this test; permissions are checked first.
    action: 'groups/inviteByEmail',
    input: ({ group }) => ({ group, emails: ['somebody@example.org'] }),
    outcomes: each('UNAVAILABLE', 'UNAVAILABLE', NO, NO, UNSEEN, UNSEEN, OUT),
  },
  {
    action: 'groups/resendInvitation',
    about: 'to whom it was sent',
    input: ({ sentInvitation }) => ({ invitation: sentInvitation }),
    outcomes: each('UNAVAILABLE', 'UNAVAILABLE', UNSEEN, UNSEEN, UNSEEN, NO, OUT),
  },
  {
    action: 'groups/acceptInvitation',
    about: 'sent to the stranger',
    input: ({ sentInvitation }) => ({ invitation: sentInvitation }),
    outcomes: each(NO, NO, UNSEEN, UNSEEN, UNSEEN, OK, OUT),
  },
  {
    action: 'groups/declineInvitation',
    about: 'sent to the stranger',
    input: ({ sentInvitation }) => ({ invitation: sentInvitation }),
    outcomes: each(NO, NO, UNSEEN, UNSEEN, UNSEEN, OK, OUT),
  },
  {
    action: 'groups/changeRole',
    input: ({ group, ids }) => ({ group, user: ids.viewer, role: 'editor' }),
    outcomes: each(OK, OK, NO, NO, UNSEEN, UNSEEN, OUT),
  },
  {
    action: 'groups/changeRole',
    about: 'to admin',
    input: ({ group, ids }) => ({ group, user: ids.viewer, role: 'admin' }),
    outcomes: each(OK, NO, NO, NO, UNSEEN, UNSEEN, OUT),
  },
  {
    action: 'groups/changeRole',
    about: 'of the only owner',
    input: ({ group, ids }) => ({ group, user: ids.owner, role: 'viewer' }),
    outcomes: each('CONFLICT', NO, NO, NO, UNSEEN, UNSEEN, OUT),
  },
  {
    action: 'groups/handOverGroup',
    input: ({ group, ids }) => ({ group, user: ids.viewer }),
    outcomes: each(OK, NO, NO, NO, UNSEEN, UNSEEN, OUT),
  },
]
