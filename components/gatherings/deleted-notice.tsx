'use client'

import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { refusalText } from '@/components/forms/refusal-text'
import { loadPage } from '@/components/forms/submit'
import { useHydrated } from '@/components/ui/hydrated'
import { toast } from '@/components/ui/toast'
import { restoreGathering } from '@/lib/actions/gatherings'

/** Says that a gathering was deleted, and restores it if that was a mistake. */
export function DeletedNotice({ gathering }: { gathering: string }) {
  const t = useTranslations('gatherings')
  const isHydrated = useHydrated()
  const [isBusy, setBusy] = useState(false)
  const restore = async () => {
    setBusy(true)
    const response = await restoreGathering({ gathering }).catch(() => null)
    if (response?.ok) return loadPage('/gatherings')
    setBusy(false)
    toast({ text: await refusalText(response, t('failed')) })
  }
  return (
    <div className="notice" role="status">
      <p>{t('deleted')}</p>
      <button
        type="button"
        className="button quiet"
        disabled={!isHydrated || isBusy}
        onClick={() => void restore()}
      >
        {t('restore')}
      </button>
    </div>
  )
}
