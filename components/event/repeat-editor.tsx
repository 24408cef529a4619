'use client'

import { useTranslations } from 'next-intl'
import { NumberField } from '@/components/ui/number-field'
import type { Day } from '@/lib/calendar/day'
import { monthNames } from '@/lib/calendar/format'
import { weeklyOn } from '@/lib/calendar/series/presets'
import type { MonthDay, Repeat } from '@/lib/calendar/series/repeat'
import styles from './repeat.module.css'
import type { RepeatEditorProps } from './repeat-editor-props'
import { RepeatEnds } from './repeat-ends'
import { RepeatMonthDays } from './repeat-month-days'
import { RepeatWeekdays } from './repeat-weekdays'

const FREQUENCIES = ['DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY'] as const

/** Edits interval, days and end of a recurrence. */
export function RepeatEditor({ repeat, day, viewer, onChange }: RepeatEditorProps) {
  const t = useTranslations('repeatEditor')
  return (
    <fieldset className={styles.repeatEditor}>
      <legend className="visually-hidden">{t('legend')}</legend>
      <div className={styles.repeatRow}>
        <span className={styles.repeatLabel}>{t('every')}</span>
        <NumberField
          label={t('interval')}
          value={repeat.interval}
          max={999}
          onChange={(interval) => onChange({ ...repeat, interval })}
        />
        <select
          className="input"
          aria-label={t('unit')}
          value={repeat.freq}
          onChange={({ target }) =>
            onChange(withFrequency(target.value as Repeat['freq'], repeat, day, viewer.weekStart))
          }
        >
          {FREQUENCIES.map((freq) => (
            <option key={freq} value={freq}>
              {t(`units.${freq}`, { count: repeat.interval })}
            </option>
          ))}
        </select>
      </div>
      {repeat.freq === 'WEEKLY' && (
        <RepeatWeekdays
          days={repeat.days}
          viewer={viewer}
          onChange={(days) => onChange({ ...repeat, days, weekStart: viewer.weekStart })}
        />
      )}
      {repeat.freq === 'YEARLY' && (
        <div className={styles.repeatRow}>
          <span className={styles.repeatLabel}>{t('month')}</span>
          <select
            className="input"
            aria-label={t('month')}
            value={repeat.month}
            onChange={({ target }) => onChange({ ...repeat, month: Number(target.value) })}
          >
            {monthNames(viewer.locale).map((name, index) => (
              <option key={name} value={index + 1}>
                {name}
              </option>
            ))}
          </select>
        </div>
      )}
      {(repeat.freq === 'MONTHLY' || repeat.freq === 'YEARLY') && (
        <RepeatMonthDays
          on={repeat.on}
          day={day}
          viewer={viewer}
          onChange={(on) => onChange({ ...repeat, on })}
        />
      )}
      <RepeatEnds
        end={repeat.end}
        day={day}
        viewer={viewer}
        onChange={(end) => onChange({ ...repeat, end })}
      />
    </fieldset>
  )
}

/** Converts the recurrence to another frequency, with the weekday or date of `day`. */
function withFrequency(freq: Repeat['freq'], repeat: Repeat, day: Day, weekStart: number): Repeat {
  const { interval, end } = repeat
  const skip = 'skip' in repeat ? { skip: repeat.skip } : {}
  const on: MonthDay = { by: 'date', date: Number(day.slice(8)) }
  switch (freq) {
    case 'DAILY':
      return { freq, interval, end }
    case 'WEEKLY':
      return { ...weeklyOn(day, weekStart), interval, end }
    case 'MONTHLY':
      return { freq, interval, end, on, ...skip }
    case 'YEARLY':
      return { freq, interval, end, month: Number(day.slice(5, 7)), on, ...skip }
  }
}
