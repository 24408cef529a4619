'use client'

import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { NumberField } from '@/components/ui/number-field'
import { TimeField } from '@/components/ui/time-field'
import { MINUTE } from '@/lib/calendar/day'
import { fullTime } from '@/lib/calendar/format-time'
import type { Viewer } from '@/lib/schemas/users'
import styles from './alarms.module.css'

interface BeforeProps {
  value: number
  viewer: Viewer
  onChange(minutesBefore: number): void
  /** Chooses an absolute time instead. */
  onDate?(): void
}

const DAY_MINUTES = 1440
const TIMED_PRESETS = [0, 5, 10, 15, 30, 60, 120, DAY_MINUTES, 2 * DAY_MINUTES, 7 * DAY_MINUTES]

/** Same day at 9:00, the day before at 18:00 and 9:00, two days and a week before at 9:00. */
const ALL_DAY_PRESETS = [-540, 360, 900, DAY_MINUTES + 900, 6 * DAY_MINUTES + 900]
const UNITS = { minutes: 1, hours: 60, days: DAY_MINUTES, weeks: 7 * DAY_MINUTES }
type Unit = keyof typeof UNITS

/** Field for the time before a timed event. */
export function TimedBefore({ value, onChange, onDate }: BeforeProps) {
  const t = useTranslations('alarms')
  const [isCustom, setCustom] = useState(false)
  const unit = unitOf(value)
  if (isCustom) {
    const set = (count: number, unit: Unit) => onChange(Math.min(count * UNITS[unit], 28 * DAY_MINUTES))
    const count = Math.max(1, Math.round(value / UNITS[unit]))
    return (
      <span className={styles.custom}>
        <NumberField label={t('howLong')} value={count} max={999} onChange={(next) => set(next, unit)} />
        <select
          className="input"
          aria-label={t('unit')}
          value={unit}
          onChange={({ target }) => set(count, target.value as Unit)}
        >
          {(Object.keys(UNITS) as Unit[]).map((unit) => (
            <option key={unit} value={unit}>
              {t(`units.${unit}`, { count })}
            </option>
          ))}
        </select>
      </span>
    )
  }
  return (
    <Presets
      value={value}
      presets={TIMED_PRESETS}
      text={(minutes) => {
        if (minutes === 0) return t('atStart')
        const unit = unitOf(minutes)
        return t('before', { time: t(`lengths.${unit}`, { count: minutes / UNITS[unit] }) })
      }}
      onChange={onChange}
      onCustom={() => setCustom(true)}
      onDate={onDate}
    />
  )
}

/** Field for the days before an all-day event and the time on that day. */
export function AllDayBefore({ value, viewer, onChange, onDate }: BeforeProps) {
  const t = useTranslations('alarms')
  const [isCustom, setCustom] = useState(false)
  const days = Math.ceil(value / DAY_MINUTES)
  const clock = days * DAY_MINUTES - value
  if (isCustom) {
    return (
      <span className={styles.custom}>
        <select
          className="input"
          aria-label={t('howManyDays')}
          value={days}
          onChange={({ target }) => onChange(Number(target.value) * DAY_MINUTES - clock)}
        >
          {Array.from({ length: 29 }, (_, count) => count).map((count) => (
            <option key={count} value={count}>
              {t('daysBefore', { count })}
            </option>
          ))}
        </select>
        <TimeField
          label={t('clock')}
          value={clock}
          format={viewer}
          onChange={(minutes) => onChange(days * DAY_MINUTES - minutes)}
        />
      </span>
    )
  }
  return (
    <Presets
      value={value}
      presets={ALL_DAY_PRESETS}
      text={(minutes) => {
        const count = Math.ceil(minutes / DAY_MINUTES)
        return t('daysBeforeAt', { count, time: fullTime((count * DAY_MINUTES - minutes) * MINUTE, viewer) })
      }}
      onChange={onChange}
      onCustom={() => setCustom(true)}
      onDate={onDate}
    />
  )
}

function Presets({
  value,
  presets,
  text,
  onChange,
  onCustom,
  onDate,
}: {
  value: number
  presets: number[]
  text(minutes: number): string
  onChange(minutes: number): void
  onCustom(): void
  onDate: BeforeProps['onDate']
}) {
  const t = useTranslations('alarms')
  const choices = presets.includes(value) ? presets : [...presets, value].sort((a, b) => a - b)
  return (
    <select
      className="input"
      aria-label={t('when')}
      value={value}
      onChange={({ target }) => {
        if (target.value === 'custom') onCustom()
        else if (target.value === 'date') onDate?.()
        else onChange(Number(target.value))
      }}
    >
      {choices.map((minutes) => (
        <option key={minutes} value={minutes}>
          {text(minutes)}
        </option>
      ))}
      <option value="custom">{t('custom')}</option>
      {onDate && <option value="date">{t('onDate')}</option>}
    </select>
  )
}

/** Returns the largest unit that divides the minutes evenly. */
function unitOf(minutes: number): Unit {
  const units: Unit[] = ['weeks', 'days', 'hours']
  return units.find((unit) => minutes > 0 && minutes % UNITS[unit] === 0) ?? 'minutes'
}
