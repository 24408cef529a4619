'use client'

import { type QueryClient, useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { refetchRanges } from '@/components/calendar/ranges'
import { refusalText } from '@/components/forms/refusal-text'
import type { Live } from '@/components/live/live'
import { toast } from '@/components/ui/toast'
import { undo } from '@/lib/actions/events'

/** What an event's command answers when it was done. */
interface Done {
  changeset: string | null
  seqs: Record<string, number>
}

/** What follows when an event was written: the grid asks again, and a toast says so and offers to take it back. */
export function useSaved(live: Live) {
  return saver(useQueryClient(), live, useTranslations('change'))
}

/** The same for what is no component. */
export function saver(client: QueryClient, live: Live, t: ReturnType<typeof useTranslations<'change'>>) {
  const settle = (done: Done, stays = false) => {
    live.noted(done.seqs)
    // Its dialog is about to close: asking for it again now would be for nothing, or for what is deleted. All are, since
    // an edit of a series reaches other occurrences, and may make another event of them.
    client.invalidateQueries({ queryKey: ['event'], refetchType: stays ? 'active' : 'none' })
    refetchRanges(client)
  }

  const takeBack = async (changeset: string) => {
    try {
      const answer = await undo({ changeset }, `undo-${changeset}`)
      if (!answer.ok) {
        const otherwise = t(answer.error.code === 'CONFLICT' ? 'undoTooLate' : 'undoFailed')
        return toast({ text: await refusalText(answer, otherwise) })
      }
      settle(answer)
      toast({ text: t(answer.result.kept.length ? 'undonePartly' : 'undone') })
    } catch {
      toast({ text: t('undoOffline') })
    }
  }

  /** `stays`: the event's dialog stays open, and shows what was made of it. */
  return (done: Done, text: string, { stays = false } = {}) => {
    settle(done, stays)
    const { changeset } = done
    toast({ text, ...(changeset && { action: { label: t('undo'), run: () => takeBack(changeset) } }) })
  }
}
