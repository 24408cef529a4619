'use server'

import * as comments from '@/lib/commands/comments'
import { act, type InputOf } from '@/lib/http/action'

export async function addComment(input: InputOf<typeof comments.addComment>, key?: string) {
  return act(comments.addComment, input, key)
}

export async function editComment(input: InputOf<typeof comments.editComment>, key?: string) {
  return act(comments.editComment, input, key)
}

export async function deleteComment(input: InputOf<typeof comments.deleteComment>, key?: string) {
  return act(comments.deleteComment, input, key)
}

export async function pinComment(input: InputOf<typeof comments.pinComment>, key?: string) {
  return act(comments.pinComment, input, key)
}
