'use client'

import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { refusalText } from '@/components/forms/refusal-text'
import type { Live } from '@/components/live/live'
import { toast } from '@/components/ui/toast'
import { undo } from '@/lib/actions/events'

type Answer =
  | { ok: true; seqs: Record<string, number>; changeset: string | null }
  | { ok: false; error: { code: string } }

/**
 * Returns a function that runs a command of the page, shows its failure, or what was done with a button that undoes it,
 * and reads the page again. It returns the response; null while another command runs, or without a connection.
 */
export function useCommands(live: Live, onChanged: () => Promise<void>) {
  const t = useTranslations('gathering')
  const undoAction = useUndoAction(live, onChanged)
  const [isBusy, setBusy] = useState(false)
  const run = async <A extends Answer>(work: () => Promise<A>, done?: string): Promise<A | null> => {
    if (isBusy) return null
    setBusy(true)
    const response = await work().catch(() => null)
    setBusy(false)
    if (response?.ok) {
      live.markSeen(response.seqs)
      if (done) toast({ text: done, ...undoAction(response.changeset) })
    } else toast({ text: await refusalText(response, t(response ? 'notSaved' : 'offline')) })
    await onChanged()
    return response
  }
  return { run, isBusy }
}

/** Returns a function that returns the button of a toast which undoes a command; none if it changed nothing. */
export function useUndoAction(live: Live, onChanged: () => Promise<void>) {
  const change = useTranslations('change')
  const runUndo = async (changeset: string) => {
    const response = await undo({ changeset }, `undo-${changeset}`).catch(() => null)
    if (response?.ok) {
      live.markSeen(response.seqs)
      toast({ text: change(response.result.kept.length ? 'undonePartly' : 'undone') })
    } else {
      const reason = response?.error.code === 'CONFLICT' ? 'undoTooLate' : 'undoFailed'
      toast({ text: await refusalText(response, change(response ? reason : 'undoOffline')) })
    }
    await onChanged()
  }
  return (changeset: string | null) =>
    changeset ? { action: { label: change('undo'), run: () => void runUndo(changeset) } } : {}
}
