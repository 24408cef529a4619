'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { refetchRanges } from '@/components/calendar/ranges'
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
  const client = useQueryClient()
  const t = useTranslations('change')

  const settle = (done: Done) => {
    live.noted(done.seqs)
    // Its dialog is about to close: asking for it again now would be for nothing, or for what is deleted. All are, since
    // an edit of a series reaches other occurrences, and may make another event of them.
    client.invalidateQueries({ queryKey: ['event'], refetchType: 'none' })
    refetchRanges(client)
  }

  const takeBack = async (changeset: string) => {
    try {
      const answer = await undo({ changeset }, `undo-${changeset}`)
      if (!answer.ok)
        return toast({ text: t(answer.error.code === 'CONFLICT' ? 'undoTooLate' : 'undoFailed') })
      settle(answer)
      toast({ text: t(answer.result.kept.length ? 'undonePartly' : 'undone') })
    } catch {
      toast({ text: t('undoOffline') })
    }
  }

  return (done: Done, text: string) => {
    settle(done)
    const { changeset } = done
    toast({ text, ...(changeset && { action: { label: t('undo'), run: () => takeBack(changeset) } }) })
  }
}
