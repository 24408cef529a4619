import { byRole, FORBIDDEN, NOT_FOUND, OK, OK_IF_SIGNED_IN, type Operation, SIGNED_OUT } from './outcomes'

export const GROUPS: Operation[] = [
  { action: 'groups/createGroup', input: () => ({ name: 'Mine' }), outcomes: OK_IF_SIGNED_IN },
  {
    action: 'groups/createInvitation',
    input: ({ group }) => ({ group }),
    outcomes: byRole(OK, OK, FORBIDDEN, FORBIDDEN, NOT_FOUND, NOT_FOUND, SIGNED_OUT),
  },
  {
    action: 'groups/createInvitation',
    variant: 'for an admin',
    input: ({ group }) => ({ group, role: 'admin' }),
    outcomes: byRole(OK, FORBIDDEN, FORBIDDEN, FORBIDDEN, NOT_FOUND, NOT_FOUND, SIGNED_OUT),
  },
  {
    action: 'groups/revokeInvitation',
    input: ({ invitation }) => ({ invitation: invitation.id }),
    outcomes: byRole(OK, OK, NOT_FOUND, NOT_FOUND, NOT_FOUND, NOT_FOUND, SIGNED_OUT),
  },
  {
    action: 'groups/joinGroup',
    input: ({ invitation }) => ({ token: invitation.token }),
    outcomes: OK_IF_SIGNED_IN,
  },
  {
    action: 'groups/joinGroup',
    variant: 'with an unknown token',
    input: () => ({ token: 'x'.repeat(32) }),
    outcomes: byRole(NOT_FOUND, NOT_FOUND, NOT_FOUND, NOT_FOUND, NOT_FOUND, NOT_FOUND, SIGNED_OUT),
  },
  {
    action: 'groups/leaveGroup',
    input: ({ group }) => ({ group }),
    outcomes: byRole('CONFLICT', OK, OK, OK, NOT_FOUND, NOT_FOUND, SIGNED_OUT),
  },
  {
    action: 'groups/removeMember',
    input: ({ group, ids }) => ({ group, user: ids.viewer }),
    outcomes: byRole(OK, OK, FORBIDDEN, FORBIDDEN, NOT_FOUND, NOT_FOUND, SIGNED_OUT),
  },
  {
    action: 'groups/removeMember',
    variant: 'the owner',
    input: ({ group, ids }) => ({ group, user: ids.owner }),
    outcomes: byRole(FORBIDDEN, FORBIDDEN, FORBIDDEN, FORBIDDEN, NOT_FOUND, NOT_FOUND, SIGNED_OUT),
  },
  {
    action: 'groups/updateGroup',
    input: ({ group }) => ({ id: group, version: 1, patch: { name: 'Zq renamed' } }),
    outcomes: byRole(OK, OK, FORBIDDEN, FORBIDDEN, NOT_FOUND, NOT_FOUND, SIGNED_OUT),
  },
  {
    action: 'groups/deleteGroup',
    input: ({ group }) => ({ group }),
    outcomes: byRole(OK, FORBIDDEN, FORBIDDEN, FORBIDDEN, NOT_FOUND, NOT_FOUND, SIGNED_OUT),
  },
  {
    action: 'groups/restoreGroup',
    variant: 'not deleted',
    input: ({ group }) => ({ group }),
    outcomes: byRole(NOT_FOUND, NOT_FOUND, NOT_FOUND, NOT_FOUND, NOT_FOUND, NOT_FOUND, SIGNED_OUT),
  },
  {
    action: 'groups/restoreGroup',
    input: ({ deletedGroup }) => ({ group: deletedGroup }),
    outcomes: byRole(OK, NOT_FOUND, NOT_FOUND, NOT_FOUND, NOT_FOUND, NOT_FOUND, SIGNED_OUT),
  },
  {
    // Mail is not configured in this test; permissions are checked first.
    action: 'groups/inviteByEmail',
    input: ({ group }) => ({ group, emails: ['guest@example.org'] }),
    outcomes: byRole('UNAVAILABLE', 'UNAVAILABLE', FORBIDDEN, FORBIDDEN, NOT_FOUND, NOT_FOUND, SIGNED_OUT),
  },
  {
    action: 'groups/resendInvitation',
    variant: 'by e-mail',
    input: ({ emailInvitation }) => ({ invitation: emailInvitation }),
    outcomes: byRole('UNAVAILABLE', 'UNAVAILABLE', NOT_FOUND, NOT_FOUND, NOT_FOUND, FORBIDDEN, SIGNED_OUT),
  },
  {
    action: 'groups/acceptInvitation',
    variant: 'sent to the stranger',
    input: ({ emailInvitation }) => ({ invitation: emailInvitation }),
    outcomes: byRole(FORBIDDEN, FORBIDDEN, NOT_FOUND, NOT_FOUND, NOT_FOUND, OK, SIGNED_OUT),
  },
  {
    action: 'groups/declineInvitation',
    variant: 'sent to the stranger',
    input: ({ emailInvitation }) => ({ invitation: emailInvitation }),
    outcomes: byRole(FORBIDDEN, FORBIDDEN, NOT_FOUND, NOT_FOUND, NOT_FOUND, OK, SIGNED_OUT),
  },
  {
    action: 'groups/addManagedMember',
    input: ({ group }) => ({ group, name: 'Zq Mia' }),
    outcomes: byRole(OK, OK, FORBIDDEN, FORBIDDEN, NOT_FOUND, NOT_FOUND, SIGNED_OUT),
  },
  {
    action: 'groups/updateManagedMember',
    input: ({ group, child }) => ({ group, user: child, name: 'Zq Max', color: 'lime' }),
    outcomes: byRole(OK, OK, FORBIDDEN, FORBIDDEN, NOT_FOUND, NOT_FOUND, SIGNED_OUT),
  },
  {
    action: 'groups/updateManagedMember',
    variant: 'a user with an account',
    input: ({ group, ids }) => ({ group, user: ids.viewer, name: 'Zq Max' }),
    outcomes: byRole(NOT_FOUND, NOT_FOUND, NOT_FOUND, NOT_FOUND, NOT_FOUND, NOT_FOUND, SIGNED_OUT),
  },
  {
    action: 'groups/removeManagedMember',
    input: ({ group, child }) => ({ group, user: child }),
    outcomes: byRole(OK, OK, FORBIDDEN, FORBIDDEN, NOT_FOUND, NOT_FOUND, SIGNED_OUT),
  },
  {
    action: 'groups/setMemberColor',
    variant: 'of the viewer',
    input: ({ group, ids }) => ({ group, user: ids.viewer, color: 'brown' }),
    outcomes: byRole(OK, OK, FORBIDDEN, OK, NOT_FOUND, NOT_FOUND, SIGNED_OUT),
  },
  {
    action: 'groups/setMemberColor',
    variant: 'of a member without an account',
    input: ({ group, child }) => ({ group, user: child, color: 'brown' }),
    outcomes: byRole(NOT_FOUND, NOT_FOUND, NOT_FOUND, NOT_FOUND, NOT_FOUND, NOT_FOUND, SIGNED_OUT),
  },
  {
    action: 'groups/changeRole',
    variant: 'of a member without an account',
    input: ({ group, child }) => ({ group, user: child, role: 'admin' }),
    outcomes: byRole(NOT_FOUND, NOT_FOUND, NOT_FOUND, NOT_FOUND, NOT_FOUND, NOT_FOUND, SIGNED_OUT),
  },
  {
    action: 'groups/transferGroup',
    variant: 'to a member without an account',
    input: ({ group, child }) => ({ group, user: child }),
    outcomes: byRole(NOT_FOUND, FORBIDDEN, FORBIDDEN, FORBIDDEN, NOT_FOUND, NOT_FOUND, SIGNED_OUT),
  },
  {
    action: 'groups/changeRole',
    input: ({ group, ids }) => ({ group, user: ids.viewer, role: 'editor' }),
    outcomes: byRole(OK, OK, FORBIDDEN, FORBIDDEN, NOT_FOUND, NOT_FOUND, SIGNED_OUT),
  },
  {
    action: 'groups/changeRole',
    variant: 'to admin',
    input: ({ group, ids }) => ({ group, user: ids.viewer, role: 'admin' }),
    outcomes: byRole(OK, FORBIDDEN, FORBIDDEN, FORBIDDEN, NOT_FOUND, NOT_FOUND, SIGNED_OUT),
  },
  {
    action: 'groups/changeRole',
    variant: 'of the only owner',
    input: ({ group, ids }) => ({ group, user: ids.owner, role: 'viewer' }),
    outcomes: byRole('CONFLICT', FORBIDDEN, FORBIDDEN, FORBIDDEN, NOT_FOUND, NOT_FOUND, SIGNED_OUT),
  },
  {
    action: 'groups/transferGroup',
    input: ({ group, ids }) => ({ group, user: ids.viewer }),
    outcomes: byRole(OK, FORBIDDEN, FORBIDDEN, FORBIDDEN, NOT_FOUND, NOT_FOUND, SIGNED_OUT),
  },
]
