'use server'

import * as blocks from '@/lib/commands/blocks'
import * as shares from '@/lib/commands/shares'
import { act, type InputOf } from '@/lib/http/action'

export async function createShare(input: InputOf<typeof shares.createShare>, key?: string) {
  return act(shares.createShare, input, key)
}

export async function updateShare(input: InputOf<typeof shares.updateShare>) {
  return act(shares.updateShare, input)
}

export async function removeShare(input: InputOf<typeof shares.removeShare>) {
  return act(shares.removeShare, input)
}

export async function acceptShare(input: InputOf<typeof shares.acceptShare>) {
  return act(shares.acceptShare, input)
}

export async function blockSender(input: InputOf<typeof blocks.blockSender>) {
  return act(blocks.blockSender, input)
}

export async function unblockUser(input: InputOf<typeof blocks.unblockUser>) {
  return act(blocks.unblockUser, input)
}
