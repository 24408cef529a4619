'use client'

import { useTranslations } from 'next-intl'
import { lazy, Suspense } from 'react'

const SendAgainButton = lazy(() =>
  import('./resend-confirmation-button').then((all) => ({ default: all.ResendConfirmationButton })),
)

/**
 * Loads {@link SendAgainButton} on demand: every page can show it, but few users need it. A disabled button of the same
 * size keeps its place until then.
 */
export function ResendConfirmation() {
  const t = useTranslations('confirmAddress')
  const waiting = (
    <span className="send-again">
      <button type="button" className="button" disabled>
        {t('again')}
      </button>
    </span>
  )
  return (
    <Suspense fallback={waiting}>
      <SendAgainButton />
    </Suspense>
  )
}
