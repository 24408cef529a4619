'use server'

import * as groups from '@/lib/commands/groups'
import * as invitations from '@/lib/commands/invitations'
import * as members from '@/lib/commands/members'
import { act } from '@/lib/http/action'

export async function createGroup(input: unknown, key?: string) {
  return act(groups.createGroup, input, key)
}

export async function updateGroup(input: unknown, key?: string) {
  return act(groups.updateGroup, input, key)
}

export async function deleteGroup(input: unknown) {
  return act(groups.deleteGroup, input)
}

export async function restoreGroup(input: unknown) {
  return act(groups.restoreGroup, input)
}

/** Takes no idempotency key: results are stored with the key, and this one contains a secret. */
export async function createInvitation(input: unknown) {
  return act(invitations.createInvitation, input)
}

export async function inviteByEmail(input: unknown, key?: string) {
  return act(invitations.inviteByEmail, input, key)
}

export async function resendInvitation(input: unknown) {
  return act(invitations.resendInvitation, input)
}

export async function revokeInvitation(input: unknown) {
  return act(invitations.revokeInvitation, input)
}

export async function acceptInvitation(input: unknown) {
  return act(invitations.acceptInvitation, input)
}

export async function declineInvitation(input: unknown) {
  return act(invitations.declineInvitation, input)
}

export async function joinGroup(input: unknown) {
  return act(invitations.joinGroup, input)
}

export async function leaveGroup(input: unknown) {
  return act(members.leaveGroup, input)
}

export async function removeMember(input: unknown) {
  return act(members.removeMember, input)
}

export async function changeRole(input: unknown) {
  return act(members.changeRole, input)
}

export async function handOverGroup(input: unknown) {
  return act(members.handOverGroup, input)
}
