'use client'

import { useTranslations } from 'next-intl'
import { useId } from 'react'
import { DateField } from '@/components/ui/date-field'
import { NumberField } from '@/components/ui/number-field'
import { addDays, type Day } from '@/lib/calendar/day'
import type { RepeatEnd } from '@/lib/calendar/series/repeat'
import type { Viewer } from '@/lib/schemas/users'
import styles from './repeat.module.css'

/** Chooses when a recurrence ends: never, on a day, or after a number of occurrences. */
export function RepeatEnds({
  end,
  day,
  viewer,
  onChange,
}: {
  end: RepeatEnd
  day: Day
  viewer: Viewer
  onChange(end: RepeatEnd): void
}) {
  const t = useTranslations('repeatEditor')
  const id = useId()
  const defaultEnd = (by: RepeatEnd['by']): RepeatEnd => {
    if (by === 'day') return { by, day: addDays(day, 91) }
    return by === 'count' ? { by, count: 10 } : { by }
  }
  return (
    <div className={styles.repeatRow}>
      <label className={styles.repeatLabel} htmlFor={id}>
        {t('ends')}
      </label>
      <select
        id={id}
        className="input"
        value={end.by}
        onChange={({ target }) => onChange(defaultEnd(target.value as RepeatEnd['by']))}
      >
        {(['never', 'day', 'count'] as const).map((by) => (
          <option key={by} value={by}>
            {t(`end.${by}`)}
          </option>
        ))}
      </select>
      {end.by === 'day' && (
        <DateField
          label={t('endDay')}
          pickLabel={t('pickDay')}
          value={end.day}
          format={viewer}
          onChange={(day) => onChange({ by: 'day', day })}
        />
      )}
      {end.by === 'count' && (
        <>
          <NumberField
            label={t('count')}
            value={end.count}
            max={999}
            onChange={(count) => onChange({ by: 'count', count })}
          />
          <span>{t('times', { count: end.count })}</span>
        </>
      )}
    </div>
  )
}
