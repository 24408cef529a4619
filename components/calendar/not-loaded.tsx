import { CloudOff } from 'lucide-react'
import { useTranslations } from 'next-intl'
import type { Missing } from './view-range'

/** Shows that the days could not be loaded: otherwise they would look empty. */
export function NotLoaded({ why, onRetry }: { why: Missing; onRetry(): void }) {
  const t = useTranslations('calendar')
  if (why !== 'offline' && why !== 'failed') return null
  return (
    <div className="not-loaded" role="status">
      <CloudOff size={20} aria-hidden />
      <p>
        <strong>{t(`missing.${why}`)}</strong> {t(`missing.${why}Hint`)}
      </p>
      {why === 'failed' && (
        <button type="button" className="button" onClick={onRetry}>
          {t('tryAgain')}
        </button>
      )}
    </div>
  )
}
