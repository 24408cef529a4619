'use client'

import { CloudOff } from 'lucide-react'
import { useTranslations } from 'next-intl'
import styles from './offline-page.module.css'

/** Shown if nothing is stored: no user is signed in, or the calendar was never opened. */
export function NothingStored() {
  const t = useTranslations('offline')
  return (
    <main className={styles.message} id="main">
      <CloudOff size={28} aria-hidden />
      <h1>{t('nothing')}</h1>
      <p>{t('nothingHint')}</p>
      <button type="button" className="button primary" onClick={() => location.reload()}>
        {t('tryAgain')}
      </button>
    </main>
  )
}
