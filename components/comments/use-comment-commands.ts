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

  const saved = async <A extends { ok: true; seqs: Record<string, number> } | { ok: false }>(answer: A) => {
    if (!answer.ok) return answer
    live.markSeen(answer.seqs)
    await client.invalidateQueries({ queryKey: threadKey(thread) })
    return answer
  }
  const orToast = async (work: Promise<Awaited<ReturnType<typeof deleteComment>>>) => {
    try {
      const answer = await saved(await work)
      if (!answer.ok) toast({ text: await refusalText(answer, t('failed')) })
    } catch {
      toast({ text: t('offline') })
    }
  }
  return {
    add: async (text: string, key: string) => saved(await addComment({ ...thread, text }, key)),
    edit: async (comment: string, text: string, key: string) =>
      saved(await editComment({ comment, text }, key)),
    remove: (comment: string) => orToast(deleteComment({ comment }, newKey())),
    pin: (comment: string, isPinned: boolean) => orToast(pinComment({ comment, isPinned }, newKey())),
  }
}
