'use server'

import * as trash from '@/lib/commands/trash'
import { act, type InputOf } from '@/lib/http/action'

export async function restore(input: InputOf<typeof trash.restore>) {
  return act(trash.restore, input)
}

export async function deletePermanently(input: InputOf<typeof trash.deletePermanently>) {
  return act(trash.deletePermanently, input)
}
