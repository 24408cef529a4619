import { useTranslations } from 'next-intl'
import styles from './event.module.css'

/** Asks whether to discard unsaved changes. */
export function DiscardQuestion({ onStay, onDiscard }: { onStay(): void; onDiscard(): void }) {
  const t = useTranslations('eventEditor')
  return (
    <div className={styles.leaving} role="alert">
      <span>{t('discard')}</span>
      <button type="button" className="button quiet" onClick={onStay}>
        {t('keepEditing')}
      </button>
      <button type="button" className="button danger" onClick={onDiscard}>
        {t('discardConfirm')}
      </button>
    </div>
  )
}
