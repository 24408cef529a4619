'use client'

import { Plus, X } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { FormError } from '@/components/forms/submit-row'
import type { Alarm, AlarmChannel } from '@/lib/calendar/alarms/alarm'
import { ALARM_METHODS, MAX_ALARMS } from '@/lib/schemas/choices'
import type { Viewer } from '@/lib/schemas/users'
import { AlarmDate } from './alarm-date'
import { AllDayBefore, TimedBefore } from './alarm-when'
import styles from './alarms.module.css'

const DEFAULT_MINUTES = { timed: 15, allDay: 900 }

/** Channels that users choose from. `push`, the channel of some imported alarms, has the same effect as `in-app`. */
const OFFERED_CHANNELS: readonly AlarmChannel[] = ALARM_METHODS.filter((method) => method !== 'push')

/** Edits the time and channel of each alarm of an event, or of each default alarm. */
export function AlarmList<A extends Alarm>({
  label,
  list,
  alarms,
  viewer,
  error,
  absoluteTime,
  onChange,
}: {
  label: string
  list: 'timed' | 'allDay'
  alarms: readonly A[]
  viewer: Viewer
  error: string | null
  /** Time suggested for an alarm at a fixed date and time. If omitted, only alarms before the start are offered. */
  absoluteTime?: number
  onChange(alarms: A[]): void
}) {
  const t = useTranslations('alarms')
  const set = (at: number, next: Alarm) =>
    onChange(alarms.map((alarm, index) => (index === at ? (next as A) : alarm)))
  const Before = list === 'timed' ? TimedBefore : AllDayBefore
  return (
    <fieldset className={styles.list}>
      <legend className="label">{label}</legend>
      {alarms.map((alarm, index) => (
        <div className={styles.alarm} key={index}>
          {'at' in alarm ? (
            <AlarmDate
              value={alarm.at}
              viewer={viewer}
              onChange={(at) => set(index, { at, method: alarm.method })}
            />
          ) : (
            <Before
              value={alarm.minutesBefore}
              viewer={viewer}
              onChange={(minutesBefore) => set(index, { minutesBefore, method: alarm.method })}
              {...(absoluteTime !== undefined && {
                onDate: () => set(index, { at: absoluteTime, method: alarm.method }),
              })}
            />
          )}
          <select
            className="input"
            aria-label={t('method')}
            value={alarm.method === 'push' ? 'in-app' : alarm.method}
            onChange={({ target }) => set(index, { ...alarm, method: target.value as AlarmChannel })}
          >
            {OFFERED_CHANNELS.map((method) => (
              <option key={method} value={method}>
                {t(`methods.${method}`)}
              </option>
            ))}
          </select>
          <button
            type="button"
            className="button quiet icon"
            aria-label={t('remove')}
            onClick={() => onChange(alarms.filter((_, at) => at !== index))}
          >
            <X size={17} aria-hidden />
          </button>
        </div>
      ))}
      <FormError error={error} />
      {alarms.length < MAX_ALARMS && (
        <button
          type="button"
          className="button quiet"
          onClick={() => {
            const added: Alarm = { minutesBefore: DEFAULT_MINUTES[list], method: 'in-app' }
            onChange([...alarms, added as A])
          }}
        >
          <Plus size={16} aria-hidden /> {t('add')}
        </button>
      )}
    </fieldset>
  )
}
