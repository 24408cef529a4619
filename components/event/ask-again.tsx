'use client'

import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { newKey } from '@/components/forms/once'
import { refusalText } from '@/components/forms/refusal-text'
import { toast } from '@/components/ui/toast'
import { askAgain } from '@/lib/actions/events'

/** Button that reminds the guests who have not answered, at most once a day. */
export function AskAgain({ event }: { event: string }) {
  const t = useTranslations('event')
  const [isBusy, setBusy] = useState(false)
  const ask = async () => {
    setBusy(true)
    const response = await askAgain({ event }, newKey()).catch(() => null)
    setBusy(false)
    const text = response?.ok
      ? t('asked', { count: response.result.count })
      : await refusalText(response, t(response ? 'notSaved' : 'offline'))
    toast({ text })
  }
  return (
    <button type="button" className="button quiet" disabled={isBusy} onClick={() => void ask()}>
      {t('askAgain')}
    </button>
  )
}
