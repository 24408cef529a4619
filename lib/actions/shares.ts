'use server'

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
