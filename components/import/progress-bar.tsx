'use client'

import { useTranslations } from 'next-intl'
import type { Importing } from './files'
import styles from './import.module.css'

/** Progress of a file: a bar, and a rarely changing text for screen readers. */
export function ProgressBar({ busy, onStop }: { busy: Importing['busy']; onStop(): void }) {
  const t = useTranslations('import')
  const name = busy?.name || t('pasted')
  const words = busy ? t(`stages.${busy.stage}`, { name }) : ''
  return (
    <div className={busy ? `card stack ${styles.importProgress}` : 'visually-hidden'}>
      <p role="status">{words}</p>
      {busy && (
        <div className="row">
          <progress
            aria-label={words}
            {...(busy.stage !== 'sending' && { value: Math.round(busy.share * 100), max: 100 })}
          />
          <small className="muted">{t('eventCount', { count: busy.events })}</small>
          <button type="button" className="button" onClick={onStop}>
            {t('stop')}
          </button>
        </div>
      )}
    </div>
  )
}
