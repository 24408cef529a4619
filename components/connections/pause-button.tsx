'use client'

import { Pause, Play } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { refusalText } from '@/components/forms/refusal-text'
import { useHydrated } from '@/components/ui/hydrated'
import { toast } from '@/components/ui/toast'
import { pauseSync } from '@/lib/actions/sync'
import type { BindingHealth } from '@/lib/schemas/sync-health'

/** Pauses the sync of a calendar, or continues it. */
export function PauseButton({ binding, onChanged }: { binding: BindingHealth; onChanged(): void }) {
  const t = useTranslations('sync')
  const isHydrated = useHydrated()
  const isPaused = binding.state === 'paused'
  const toggle = async () => {
    const response = await pauseSync({ binding: binding.id, isPaused: !isPaused }).catch(() => null)
    if (!response?.ok) toast({ text: await refusalText(response, t('failed')) })
    onChanged()
  }
  return (
    <button type="button" className="button" disabled={!isHydrated} onClick={() => void toggle()}>
      {isPaused ? <Play size={16} aria-hidden /> : <Pause size={16} aria-hidden />}
      {t(isPaused ? 'resume' : 'pause')}
    </button>
  )
}
