'use no memo'

import { useTranslations } from 'next-intl'
import { CloudOff } from '@/components/ui/icons'
import styles from './not-loaded.module.css'
import type { MissingReason } from './view-range'

/** Shows that the days could not be loaded: otherwise they would look empty. `isOverGrid`: on top of a grid. */
export function DaysNotLoaded({
  reason,
  isOverGrid = false,
  onRetry,
}: {
  reason: MissingReason
  isOverGrid?: boolean
  onRetry(): void
}) {
  const t = useTranslations('calendar')
  if (reason !== 'offline' && reason !== 'failed') return null
  return (
    <div className={isOverGrid ? `${styles.notLoaded} ${styles.over}` : styles.notLoaded} role="status">
      <CloudOff size={20} />
      <p>
        <strong>{t(`missing.${reason}`)}</strong> {t(`missing.${reason}Hint`)}
      </p>
      {reason === 'failed' && (
        <button type="button" className="button" onClick={onRetry}>
          {t('tryAgain')}
        </button>
      )}
    </div>
  )
}
