'use client'

import { useTranslations } from 'next-intl'
import type { ImportState } from './files'
import styles from './import.module.css'

/** Progress of a file: a bar, and a rarely changing text for screen readers. */
export function ProgressBar({ running, onStop }: { running: ImportState['running']; onStop(): void }) {
  const t = useTranslations('import')
  const name = running?.name || t('pasted')
  const text = running ? t(`stages.${running.stage}`, { name }) : ''
  return (
    <div className={running ? `card stack ${styles.importProgress}` : 'visually-hidden'}>
      <p role="status">{text}</p>
      {running && (
        <div className="row">
          <progress
            aria-label={text}
            {...(running.stage !== 'sending' && { value: Math.round(running.fraction * 100), max: 100 })}
          />
          {running.stage !== 'files' && (
            <small className="muted">{t('eventCount', { count: running.events })}</small>
          )}
          <button type="button" className="button" onClick={onStop}>
            {t('stop')}
          </button>
        </div>
      )}
    </div>
  )
}
