'use server'

import * as groups from '@/lib/commands/groups'
import * as invitations from '@/lib/commands/invitations'
import * as managedMembers from '@/lib/commands/managed-members'
import * as members from '@/lib/commands/members'
import { act, type InputOf } from '@/lib/http/action'

export async function createGroup(input: InputOf<typeof groups.createGroup>, key?: string) {
  return act(groups.createGroup, input, key)
}

export async function updateGroup(input: InputOf<typeof groups.updateGroup>, key?: string) {
  return act(groups.updateGroup, input, key)
}

export async function deleteGroup(input: InputOf<typeof groups.deleteGroup>) {
  return act(groups.deleteGroup, input)
}

export async function restoreGroup(input: InputOf<typeof groups.restoreGroup>) {
  return act(groups.restoreGroup, input)
}

/** Takes no idempotency key: results are stored with the key, and this one contains a secret. */
export async function createInvitation(input: InputOf<typeof invitations.createInvitation>) {
  return act(invitations.createInvitation, input)
}

export async function inviteByEmail(input: InputOf<typeof invitations.inviteByEmail>, key?: string) {
  return act(invitations.inviteByEmail, input, key)
}

export async function resendInvitation(input: InputOf<typeof invitations.resendInvitation>) {
  return act(invitations.resendInvitation, input)
}

export async function revokeInvitation(input: InputOf<typeof invitations.revokeInvitation>) {
  return act(invitations.revokeInvitation, input)
}

export async function acceptInvitation(input: InputOf<typeof invitations.acceptInvitation>) {
  return act(invitations.acceptInvitation, input)
}

export async function declineInvitation(input: InputOf<typeof invitations.declineInvitation>) {
  return act(invitations.declineInvitation, input)
}

export async function joinGroup(input: InputOf<typeof invitations.joinGroup>) {
  return act(invitations.joinGroup, input)
}

export async function leaveGroup(input: InputOf<typeof members.leaveGroup>) {
  return act(members.leaveGroup, input)
}

export async function removeMember(input: InputOf<typeof members.removeMember>) {
  return act(members.removeMember, input)
}

export async function changeRole(input: InputOf<typeof members.changeRole>) {
  return act(members.changeRole, input)
}

export async function transferGroup(input: InputOf<typeof members.transferGroup>) {
  return act(members.transferGroup, input)
}

export async function setMemberColor(input: InputOf<typeof members.setMemberColor>) {
  return act(members.setMemberColor, input)
}

export async function addManagedMember(input: InputOf<typeof managedMembers.addManagedMember>, key?: string) {
  return act(managedMembers.addManagedMember, input, key)
}

export async function updateManagedMember(input: InputOf<typeof managedMembers.updateManagedMember>) {
  return act(managedMembers.updateManagedMember, input)
}

export async function removeManagedMember(input: InputOf<typeof managedMembers.removeManagedMember>) {
  return act(managedMembers.removeManagedMember, input)
}
