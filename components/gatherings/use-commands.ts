'use client'

import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { refusalText } from '@/components/forms/refusal-text'
import type { Live } from '@/components/live/live'
import { toast } from '@/components/ui/toast'

type Answer = { ok: true; seqs: Record<string, number> } | { ok: false; error: { code: string } }

/**
 * Returns a function that runs a command of the page, shows its failure, and reads the page again. It returns the
 * response; null while another command runs, or without a connection.
 */
export function useCommands(live: Live, onChanged: () => Promise<void>) {
  const t = useTranslations('gathering')
  const [isBusy, setBusy] = useState(false)
  const run = async <A extends Answer>(work: () => Promise<A>, done?: string): Promise<A | null> => {
    if (isBusy) return null
    setBusy(true)
    const response = await work().catch(() => null)
    setBusy(false)
    if (response?.ok) {
      live.markSeen(response.seqs)
      if (done) toast({ text: done })
    } else toast({ text: await refusalText(response, t(response ? 'notSaved' : 'offline')) })
    await onChanged()
    return response
  }
  return { run, isBusy }
}
