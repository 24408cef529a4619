'use client'

import { useTranslations } from 'next-intl'
import type { SyncPreview } from '@/lib/schemas/connections'
import styles from './choose.module.css'

const OUTCOMES = ['added', 'changed', 'matched'] as const
const REASONS = ['duplicate', 'invalid'] as const

/** The numbers of events that the first sync adds, changes, leaves as they are or skips, with some titles. */
export function ChoosePreviewCounts({ preview }: { preview: SyncPreview }) {
  const t = useTranslations('choose')
  const skipped = Object.entries(preview.skipped)
  const isEmpty = OUTCOMES.every((outcome) => !preview[outcome].count) && !skipped.length
  return (
    <div role="status">
      <ul className={styles.counts}>
        {isEmpty && <li className="muted">{t('nothing')}</li>}
        {OUTCOMES.filter((outcome) => preview[outcome].count > 0).map((outcome) => {
          const { count, titles } = preview[outcome]
          return (
            <li key={outcome}>
              <details>
                <summary>{t(`counts.${outcome}`, { count })}</summary>
                <ul className={styles.titles}>
                  {titles.map((title, index) => (
                    <li key={index} dir="auto">
                      {title || t('untitled')}
                    </li>
                  ))}
                  {count > titles.length && (
                    <li className="muted">{t('andMore', { count: count - titles.length })}</li>
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
