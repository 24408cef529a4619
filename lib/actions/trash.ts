'use server'

import * as trash from '@/lib/commands/trash'
import { act } from '@/lib/http/action'

export async function restore(input: unknown) {
  return act(trash.restore, input)
}

export async function deletePermanently(input: unknown) {
  return act(trash.deletePermanently, input)
}
