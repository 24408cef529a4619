'use client'

import { useTranslations } from 'next-intl'
import { NumberField } from '@/components/ui/number-field'
import { type Day, dayNumber, weekday } from '@/lib/calendar/day'
import { weekdayNames } from '@/lib/calendar/format'
import type { MonthDay } from '@/lib/calendar/series/repeat'
import type { Viewer } from '@/lib/schemas/users'
import styles from './repeat.module.css'

/** Chooses the day of the month: by date, by weekday (such as the second Tuesday), or the last day. */
export function RepeatMonthDays({
  on,
  day,
  viewer,
  onChange,
}: {
  on: MonthDay
  day: Day
  viewer: Viewer
  onChange(on: MonthDay): void
}) {
  const t = useTranslations('repeatEditor')
  const short = weekdayNames(1, viewer.locale, 'short')
  const weekdayOrder = Array.from({ length: 7 }, (_, index) => ((viewer.weekStart - 1 + index) % 7) + 1)
  const names = weekdayNames(1, viewer.locale, 'long')
  const date = Number(day.slice(8))
  const defaultMonthDay = (by: MonthDay['by']): MonthDay => {
    if (by === 'date') return { by, date }
    return by === 'last' ? { by } : { by, nth: Math.ceil(date / 7), day: weekday(dayNumber(day)) }
  }
  return (
    <div className={styles.repeatRow}>
      <span className={styles.repeatLabel}>{t('monthDay')}</span>
      <select
        className="input"
        aria-label={t('monthDay')}
        value={on.by}
        onChange={({ target }) => onChange(defaultMonthDay(target.value as MonthDay['by']))}
      >
        {(['date', 'nth', 'last'] as const).map((by) => (
          <option key={by} value={by}>
            {t(`by.${by}`)}
          </option>
        ))}
      </select>
      {on.by === 'date' && (
        <NumberField
          label={t('date')}
          value={on.date}
          max={31}
          onChange={(date) => onChange({ by: 'date', date })}
        />
      )}
      {on.by === 'nth' && (
        <>
          <select
            className="input"
            aria-label={t('which')}
            value={on.nth}
            onChange={({ target }) => onChange({ ...on, nth: Number(target.value) })}
          >
            {(['1', '2', '3', '4', '5', '-1'] as const).map((nth) => (
              <option key={nth} value={nth}>
                {t(`whichOf.${nth}`)}
              </option>
            ))}
          </select>
          <select
            className="input"
            aria-label={t('weekday')}
            value={on.day}
            onChange={({ target }) => onChange({ ...on, day: Number(target.value) })}
          >
            {weekdayOrder.map((weekday) => (
              <option key={weekday} value={weekday}>
                {names[weekday - 1]}
              </option>
            ))}
            <option value={0}>{t('workday', { from: short[0]!, to: short[4]! })}</option>
          </select>
        </>
      )}
    </div>
  )
}
