'use server'

import * as groups from '@/lib/commands/groups'
import { act } from '@/lib/http/action'

export async function createGroup(input: unknown, key?: string) {
  return act(groups.createGroup, input, key)
}

/** Without a key: what a repeated key answers is stored, and this answer holds a secret. */
export async function createInvitation(input: unknown) {
  return act(groups.createInvitation, input)
}

export async function revokeInvitation(input: unknown) {
  return act(groups.revokeInvitation, input)
}

export async function joinGroup(input: unknown) {
  return act(groups.joinGroup, input)
}

export async function leaveGroup(input: unknown) {
  return act(groups.leaveGroup, input)
}

export async function removeMember(input: unknown) {
  return act(groups.removeMember, input)
}
