'use client'

import { type QueryClient, useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { refusalText } from '@/components/forms/refusal-text'
import type { Queued } from '@/components/offline/queued'
import { toast } from '@/components/ui/toast'
import { undo } from '@/lib/actions/events'
import type { Live } from './live'
import { refetchRanges, whenUpdatesAnswered } from './ranges'
import { afterLastUndo, redoable, undoable } from './undo-stack'

type Withdraw = NonNullable<Queued['withdraw']>

/** The fields that the responses to all event commands contain. */
interface Saved extends Queued {
  changeset: string | null
  seqs: Record<string, number>
}

/** Returns a function that, after an event was saved, refetches the changed data and shows a toast with Undo. */
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

  /**
   * Reverts a changeset, which may itself be an undo. If the server does not respond, it stays in `stack`. `inverse`:
   * the stack for the new changeset.
   */
  const revert = async (
    changeset: string,
    [stack, inverse]: [unknown[], unknown[]],
    texts: ReturnType<typeof undoTexts>,
    staysOpen = false,
  ) => {
    try {
      const response = await undo({ changeset }, `undo-${changeset}`)
      const index = stack.lastIndexOf(changeset)
      if (index >= 0) stack.splice(index, 1)
      if (!response.ok) {
        const otherwise = response.error.code === 'CONFLICT' ? texts.tooLate : texts.failed
        return toast({ text: await refusalText(response, otherwise) })
      }
      refetch(response, staysOpen)
      if (response.changeset) inverse.push(response.changeset)
      toast({ text: response.result.kept.length ? texts.partly : texts.done })
    } catch {
      toast({ text: texts.offline })
    }
  }

  const undoTexts = () => ({
    ...{ done: t('undone'), partly: t('undonePartly') },
    ...{ tooLate: t('undoTooLate'), failed: t('undoFailed'), offline: t('undoOffline') },
  })
  const redoTexts = () => ({
    ...{ done: t('redone'), partly: t('redonePartly') },
    ...{ tooLate: t('redoTooLate'), failed: t('redoFailed'), offline: t('redoOffline') },
  })

  const undoChangeset = (changeset: string, staysOpen = false) =>
    revert(changeset, [undoable, redoable], undoTexts(), staysOpen)

  /** Removes a change from the outbox, or undoes it if it has been sent meanwhile. */
  const undoQueued = async (withdraw: Withdraw) => {
    const found = await withdraw().catch(() => null)
    if (found === 'unanswered') return toast({ text: t('undoOffline') })
    undoable.splice(undoable.lastIndexOf(withdraw), 1)
    if (!found) return toast({ text: t('undoFailed') })
    for (const changeset of found.changesets) await undoChangeset(changeset)
    if (!found.changesets.length) toast({ text: t('undone') })
  }

  /** `staysOpen`: the event's dialog stays open and shows the saved event. */
  const afterSave = (saved: Saved, text: string, { staysOpen = false } = {}) => {
    refetch(saved, staysOpen)
    const { changeset, withdraw } = saved
    const change = changeset ?? withdraw
    if (change) {
      undoable.push(change)
      redoable.length = 0
    }
    // A queued change has shown its own toast.
    if (saved.isQueued) return
    toast({
      text,
      ...(changeset && {
        action: { label: t('undo'), run: () => afterLastUndo(() => undoChangeset(changeset, staysOpen)) },
      }),
    })
  }

  return Object.assign(afterSave, {
    /** Undoes the last change of this page, also one that is still being saved. */
    undoLast: () =>
      afterLastUndo(async () => {
        await whenUpdatesAnswered()
        const change = undoable.at(-1)
        if (typeof change === 'string') return undoChangeset(change)
        if (change) return undoQueued(change)
        toast({ text: t('nothingToUndo') })
      }),
    redoLast: () =>
      afterLastUndo(async () => {
        const changeset = redoable.at(-1)
        if (changeset) return revert(changeset, [redoable, undoable], redoTexts())
        toast({ text: t('nothingToRedo') })
      }),
  })
}
