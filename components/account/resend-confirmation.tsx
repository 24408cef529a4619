'use client'
'use no memo'

import { useTranslations } from 'next-intl'
import { lazy, Suspense } from 'react'
import styles from './confirm-address.module.css'

const ResendConfirmationButton = lazy(() =>
  import('./resend-confirmation-button').then((module) => ({ default: module.ResendConfirmationButton })),
)

/**
 * Loads {@link ResendConfirmationButton} on demand: every page can show it, but few users need it. Until it is loaded,
 * a disabled button reserves its space.
 */
export function ResendConfirmation() {
  const t = useTranslations('confirmAddress')
  const placeholder = (
    <span className={styles.again}>
      <button type="button" className="button" disabled>
        {t('again')}
      </button>
    </span>
  )
  return (
    <Suspense fallback={placeholder}>
      <ResendConfirmationButton />
    </Suspense>
  )
}
