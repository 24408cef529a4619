'use client'

import { useTranslations } from 'next-intl'
import { lazy, Suspense } from 'react'

const SendAgainButton = lazy(() =>
  import('./send-again-button').then((all) => ({ default: all.SendAgainButton })),
)

/**
 * The way to one more mail, in a script of its own: every page has a place for it, and few people ever need it. A button of
 * the same size stands there until it comes.
 */
export function SendAgain() {
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
