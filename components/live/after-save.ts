'use client'

import { type QueryClient, useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { refusalText } from '@/components/forms/refusal-text'
import { toast } from '@/components/ui/toast'
import { undo } from '@/lib/actions/events'
import type { Live } from './live'
import { refetchRanges } from './ranges'

/** The part that every successful event command returns. */
interface Saved {
  changeset: string | null
  seqs: Record<string, number>
}

/** Returns a function to call after an event was saved: refetches what it changed, and shows a toast with Undo. */
export function useAfterSave(live: Live) {
  return createAfterSave(useQueryClient(), live, useTranslations('change'))
}

/** As {@link useAfterSave}, outside of components. */
export function createAfterSave(
  client: QueryClient,
  live: Live,
  t: ReturnType<typeof useTranslations<'change'>>,
) {
  const refetch = ({ seqs }: Saved, staysOpen = false) => {
    live.markSeen(seqs)
    // All events, since an edit of a series changes other occurrences and may split it. A dialog that is about to close
    // does not refetch: its event may be deleted.
    client.invalidateQueries({ queryKey: ['event'], refetchType: staysOpen ? 'active' : 'none' })
    refetchRanges(client)
  }

  const undoChangeset = async (changeset: string, staysOpen: boolean) => {
    try {
      const response = await undo({ changeset }, `undo-${changeset}`)
      if (!response.ok) {
        const otherwise = t(response.error.code === 'CONFLICT' ? 'undoTooLate' : 'undoFailed')
        return toast({ text: await refusalText(response, otherwise) })
      }
      refetch(response, staysOpen)
      toast({ text: t(response.result.kept.length ? 'undonePartly' : 'undone') })
    } catch {
      toast({ text: t('undoOffline') })
    }
  }

  /** `staysOpen`: the event's dialog stays open and shows the saved event. */
  return (saved: Saved, text: string, { staysOpen = false } = {}) => {
    refetch(saved, staysOpen)
    const { changeset } = saved
    toast({
      text,
      ...(changeset && { action: { label: t('undo'), run: () => undoChangeset(changeset, staysOpen) } }),
    })
  }
}
