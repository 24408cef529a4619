'use server'

import * as attachments from '@/lib/commands/attachments'
import { act, type InputOf } from '@/lib/http/action'

export async function attachFile(input: InputOf<typeof attachments.attachFile>, key?: string) {
  return act(attachments.attachFile, input, key)
}

export async function detachFile(input: InputOf<typeof attachments.detachFile>, key?: string) {
  return act(attachments.detachFile, input, key)
}

export async function discardFile(input: InputOf<typeof attachments.discardFile>, key?: string) {
  return act(attachments.discardFile, input, key)
}
