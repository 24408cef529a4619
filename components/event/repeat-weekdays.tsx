'use client'

import { useTranslations } from 'next-intl'
import { WeekdayToggles } from '@/components/ui/weekday-toggles'
import type { Viewer } from '@/lib/schemas/users'
import styles from './repeat.module.css'

/** Chooses the weekdays of a weekly recurrence. At least one stays selected. */
export function RepeatWeekdays({
  days,
  viewer,
  onChange,
}: {
  days: number[]
  viewer: Viewer
  onChange(days: number[]): void
}) {
  const t = useTranslations('repeatEditor')
  return (
    <div className={styles.repeatRow}>
      <span className={styles.repeatLabel}>{t('weekdays')}</span>
      <WeekdayToggles
        legend={<legend className="visually-hidden">{t('weekdays')}</legend>}
        {...{ days, viewer }}
        onChange={(chosen) => chosen.length && onChange(chosen)}
      />
    </div>
  )
}
