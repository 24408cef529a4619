'use server'

import * as blocks from '@/lib/commands/blocks'
import * as shares from '@/lib/commands/shares'
import { act } from '@/lib/http/action'

export async function createShare(input: unknown, key?: string) {
  return act(shares.createShare, input, key)
}

export async function updateShare(input: unknown) {
  return act(shares.updateShare, input)
}

export async function removeShare(input: unknown) {
  return act(shares.removeShare, input)
}

export async function acceptShare(input: unknown) {
  return act(shares.acceptShare, input)
}

export async function blockSender(input: unknown) {
  return act(blocks.blockSender, input)
}

export async function unblockUser(input: unknown) {
  return act(blocks.unblockUser, input)
}
