'use client'

import { useTranslations } from 'next-intl'
import { weekdayNames } from '@/lib/calendar/format'
import type { Viewer } from '@/lib/schemas/users'
import styles from './repeat.module.css'

/** Chooses the weekdays of a weekly recurrence. */
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
  const short = weekdayNames(viewer.weekStart, viewer.locale, 'short')
  const long = weekdayNames(viewer.weekStart, viewer.locale, 'long')
  return (
    <div className={styles.repeatRow}>
      <span className={styles.repeatLabel}>{t('weekdays')}</span>
      <fieldset className={styles.weekdayToggles}>
        <legend className="visually-hidden">{t('weekdays')}</legend>
        {short.map((name, index) => {
          const day = ((viewer.weekStart - 1 + index) % 7) + 1
          return (
            <label key={day}>
              <input
                type="checkbox"
                aria-label={long[index]}
                checked={days.includes(day)}
                onChange={({ target }) => {
                  const others = days.filter((other) => other !== day)
                  // At least one weekday stays selected.
                  if (target.checked || others.length) onChange(target.checked ? [...others, day] : others)
                }}
              />
              {name}
            </label>
          )
        })}
      </fieldset>
    </div>
  )
}
