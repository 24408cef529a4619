'use client'

import { useTranslations } from 'next-intl'
import { inZone, sampleDate } from '@/lib/event-text/sample-date'
import type { SyncPreview } from '@/lib/schemas/connections'
import type { Viewer } from '@/lib/schemas/users'
import styles from './choose.module.css'

const OUTCOMES = ['added', 'changed', 'matched'] as const
const REASONS = ['duplicate', 'invalid'] as const

/** The numbers of events that the first sync adds, changes, leaves as they are or skips, with some of them. */
export function ChoosePreviewCounts({ preview, viewer }: { preview: SyncPreview; viewer: Viewer }) {
  const t = useTranslations('choose')
  const skipped = Object.entries(preview.skipped)
  const isEmpty = OUTCOMES.every((outcome) => !preview[outcome].count) && !skipped.length
  return (
    <div role="status">
      <ul className={styles.counts}>
        {isEmpty && <li className="muted">{t('nothing')}</li>}
        {OUTCOMES.filter((outcome) => preview[outcome].count > 0).map((outcome) => {
          const { count, samples } = preview[outcome]
          return (
            <li key={outcome}>
              <details>
                <summary>{t(`counts.${outcome}`, { count })}</summary>
                <ul className={styles.titles}>
                  {samples.map((sample, index) => (
                    <li key={index}>
                      <bdi>{sample.title || t('untitled')}</bdi>{' '}
                      <small>· {sampleDate(inZone(sample, viewer.timeZone), viewer)}</small>
                    </li>
                  ))}
                  {count > samples.length && (
                    <li className="muted">{t('andMore', { count: count - samples.length })}</li>
                  )}
                </ul>
              </details>
            </li>
          )
        })}
        {skipped.map(([reason, count]) => (
          <li key={reason}>
            {t(`skipped.${REASONS.find((known) => known === reason) ?? 'other'}`, { count })}
          </li>
        ))}
      </ul>
    </div>
  )
}
