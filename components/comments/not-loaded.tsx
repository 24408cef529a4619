import { useTranslations } from 'next-intl'
import styles from './comments.module.css'

/** Placeholder of a thread that is loaded for the first time, and an error message if that has failed. */
export function ThreadPlaceholder({ error, onRetry }: { error: Error | null; onRetry(): void }) {
  const t = useTranslations('comments')
  if (!error) return <div className={styles.wait} aria-busy />
  return (
    <p role="alert" className={styles.failed}>
      {t('notLoaded')}{' '}
      <button type="button" className="button quiet" onClick={onRetry}>
        {t('retry')}
      </button>
    </p>
  )
}
