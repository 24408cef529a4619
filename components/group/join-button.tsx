'use client'

import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useErrorText } from '@/components/errors/error-text'
import { useAlive } from '@/components/ui/alive'
import { joinGroup } from '@/lib/actions/groups'

export function JoinButton({ token, group }: { token: string; group: string }) {
  const t = useTranslations('join')
  const errorText = useErrorText()
  const alive = useAlive()
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<string | null>(null)
  const join = async () => {
    setBusy(true)
    setError(null)
    try {
      const answer = await joinGroup({ token })
      if (answer.ok) return location.assign('/calendar')
      setError(errorText.whole(answer.error))
    } catch {
      setError(errorText.whole({ code: 'OFFLINE' }))
    }
    setBusy(false)
  }
  return (
    <>
      {error && (
        <p className="form-error" role="alert">
          {error}
        </p>
      )}
      <button type="button" className="button primary large" disabled={!alive || busy} onClick={join}>
        {busy ? t('joining') : t('join', { group })}
      </button>
    </>
  )
}
