'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { newKey } from '@/components/forms/once'
import { refusalText } from '@/components/forms/refusal-text'
import type { Live } from '@/components/live/live'
import { toast } from '@/components/ui/toast'
import { addComment, deleteComment, editComment, pinComment } from '@/lib/actions/comments'
import { type ThreadRef, threadKey } from './thread'

export type CommentCommands = ReturnType<typeof useCommentCommands>

/** Returns functions that change a thread and fetch it again. Forms show the errors of `add` and `edit` themselves. */
export function useCommentCommands(thread: ThreadRef, live: Live) {
  const t = useTranslations('comments')
  const client = useQueryClient()

  const afterSave = async <A extends { ok: true; seqs: Record<string, number> } | { ok: false }>(
    response: A,
  ) => {
    if (!response.ok) return response
    live.markSeen(response.seqs)
    await client.invalidateQueries({ queryKey: threadKey(thread) })
    return response
  }
  const toastFailure = async (work: Promise<Awaited<ReturnType<typeof deleteComment>>>) => {
    try {
      const response = await afterSave(await work)
      if (!response.ok) toast({ text: await refusalText(response, t('failed')) })
    } catch {
      toast({ text: t('offline') })
    }
  }
  return {
    add: async (text: string, key: string) => afterSave(await addComment({ ...thread, text }, key)),
    edit: async (comment: string, text: string, key: string) =>
      afterSave(await editComment({ comment, text }, key)),
    remove: (comment: string) => toastFailure(deleteComment({ comment }, newKey())),
    pin: (comment: string, isPinned: boolean) => toastFailure(pinComment({ comment, isPinned }, newKey())),
  }
}
