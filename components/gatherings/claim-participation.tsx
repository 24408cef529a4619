'use client'

import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { refusalText } from '@/components/forms/refusal-text'
import { loadPage } from '@/components/forms/submit'
import { useHydrated } from '@/components/ui/hydrated'
import { claimParticipation } from '@/lib/actions/gatherings'

/** Offers the signed-in user who opened a personal link to take part with their account instead. */
export function ClaimParticipation({ token, name }: { token: string; name: string }) {
  const t = useTranslations('gathering')
  const isHydrated = useHydrated()
  const [isBusy, setBusy] = useState(false)
  const [problem, setProblem] = useState('')
  const claim = async () => {
    setBusy(true)
    setProblem('')
    const response = await claimParticipation({ token }).catch(() => null)
    if (response?.ok) return loadPage(`/g/${response.result.slug}`)
    setBusy(false)
    setProblem(await refusalText(response, t(response ? 'notSaved' : 'offline')))
  }
  return (
    <div className="notice">
      <p>{t('claimHint', { name })}</p>
      <button type="button" className="button" disabled={!isHydrated || isBusy} onClick={() => void claim()}>
        {t('claim', { name })}
      </button>
      {problem && <p role="alert">{problem}</p>}
    </div>
  )
}
