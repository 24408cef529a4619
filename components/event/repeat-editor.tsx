'use client'

import { useTranslations } from 'next-intl'
import { useId } from 'react'
import { DateField } from '@/components/ui/date-field'
import { NumberField } from '@/components/ui/number-field'
import { addDays, type Day, dayNumber, weekday } from '@/lib/calendar/day'
import { monthNames, weekdayNames } from '@/lib/calendar/format'
import { weeklyOn } from '@/lib/calendar/series/presets'
import type { MonthDay, Repeat, RepeatEnd } from '@/lib/calendar/series/repeat'
import type { Viewer } from '@/lib/schemas/users'
import styles from './repeat.module.css'

const FREQUENCIES = ['DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY'] as const

interface EditorProps {
  repeat: Repeat
  /** The day of the start, for the defaults of each choice. */
  day: Day
  viewer: Viewer
  onChange(repeat: Repeat): void
}

/** Edits interval, days and end of a recurrence. */
export function RepeatEditor({ repeat, day, viewer, onChange }: EditorProps) {
  const t = useTranslations('repeatEditor')
  return (
    <fieldset className={styles.repeatEditor}>
      <legend className="visually-hidden">{t('legend')}</legend>
      <div className={styles.repeatRow}>
        <span className={styles.repeatLabel}>{t('every')}</span>
        <NumberField
          label={t('interval')}
          value={repeat.interval}
          most={999}
          onChange={(interval) => onChange({ ...repeat, interval })}
        />
        <select
          className="input"
          aria-label={t('unit')}
          value={repeat.freq}
          onChange={({ target }) =>
            onChange(turnedInto(target.value as Repeat['freq'], repeat, day, viewer.weekStart))
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
        <Weekdays
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
        <MonthDays on={repeat.on} day={day} viewer={viewer} onChange={(on) => onChange({ ...repeat, on })} />
      )}
      <Ends end={repeat.end} day={day} viewer={viewer} onChange={(end) => onChange({ ...repeat, end })} />
    </fieldset>
  )
}

function Weekdays({
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

function MonthDays({
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
  const order = Array.from({ length: 7 }, (_, index) => ((viewer.weekStart - 1 + index) % 7) + 1)
  const names = weekdayNames(1, viewer.locale, 'long')
  const date = Number(day.slice(8))
  const begin = (by: MonthDay['by']): MonthDay => {
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
        onChange={({ target }) => onChange(begin(target.value as MonthDay['by']))}
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
          most={31}
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
            {order.map((weekday) => (
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

function Ends({
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
  const begin = (by: RepeatEnd['by']): RepeatEnd => {
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
        onChange={({ target }) => onChange(begin(target.value as RepeatEnd['by']))}
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
          style={viewer}
          onChange={(day) => onChange({ by: 'day', day })}
        />
      )}
      {end.by === 'count' && (
        <>
          <NumberField
            label={t('count')}
            value={end.count}
            most={999}
            onChange={(count) => onChange({ by: 'count', count })}
          />
          <span>{t('times', { count: end.count })}</span>
        </>
      )}
    </div>
  )
}

/** Converts the recurrence to another frequency, with the days of the start. */
function turnedInto(freq: Repeat['freq'], repeat: Repeat, day: Day, weekStart: number): Repeat {
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
