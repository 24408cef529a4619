'use client'

import { Plus, X } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useRef, useState } from 'react'
import { useSubmit } from '@/components/forms/submit'
import { FormError } from '@/components/forms/submit-row'
import { setDefaultAlarms } from '@/lib/actions/alarms'
import type { RelativeAlarm } from '@/lib/calendar/alarms/alarm'
import type { CalendarDetail } from '@/lib/schemas/calendars'
import { ALARM_METHODS, type AlarmMethod } from '@/lib/schemas/choices'
import type { Viewer } from '@/lib/schemas/users'
import styles from './calendars.module.css'
import { AllDayBefore, TimedBefore } from './reminder-when'

const MAX_REMINDERS = 5
const DEFAULT_MINUTES = { timed: 30, allDay: 900 }

/** The user's default reminders for events of the calendar; saves each change immediately. */
export function Reminders({ calendar, viewer }: { calendar: CalendarDetail; viewer: Viewer }) {
  const t = useTranslations('calendarSettings')
  return (
    <section className="card stack" aria-label={t('reminders')}>
      <h2>{t('reminders')}</h2>
      <p className="muted">{t('remindersHint')}</p>
      <ReminderList calendar={calendar} list="timed" viewer={viewer} />
      <ReminderList calendar={calendar} list="allDay" viewer={viewer} />
    </section>
  )
}

function ReminderList({
  calendar,
  list,
  viewer,
}: {
  calendar: CalendarDetail
  list: 'timed' | 'allDay'
  viewer: Viewer
}) {
  const t = useTranslations('calendarSettings')
  const { formError, submit } = useSubmit()
  const [alarms, setAlarms] = useState(calendar.alarms[list])
  const latest = useRef<RelativeAlarm[]>(null)
  // Changes made while a save is running are saved after it, always as the whole current list.
  const save = async (next: RelativeAlarm[]) => {
    setAlarms(next)
    const waits = latest.current !== null
    latest.current = next
    if (waits) return
    for (let sent: RelativeAlarm[] | undefined; sent !== latest.current; ) {
      const alarms = latest.current
      await submit(
        () => setDefaultAlarms({ calendar: calendar.id, [list]: alarms }),
        () => undefined,
      )
      sent = alarms
    }
    latest.current = null
  }
  const set = (at: number, patch: Partial<RelativeAlarm>) =>
    save(alarms.map((alarm, index) => (index === at ? { ...alarm, ...patch } : alarm)))
  const Before = list === 'timed' ? TimedBefore : AllDayBefore
  const problem = formError()
  return (
    <fieldset className={styles.reminders}>
      <legend className="label">{t(`reminderLists.${list}`)}</legend>
      {alarms.map((alarm, index) => (
        <div className={styles.reminder} key={index}>
          <Before
            value={alarm.minutesBefore}
            viewer={viewer}
            onChange={(minutesBefore) => set(index, { minutesBefore })}
          />
          <select
            className="input"
            aria-label={t('method')}
            value={alarm.method}
            onChange={({ target }) => set(index, { method: target.value as AlarmMethod })}
          >
            {ALARM_METHODS.map((method) => (
              <option key={method} value={method}>
                {t(`methods.${method}`)}
              </option>
            ))}
          </select>
          <button
            type="button"
            className="button quiet icon"
            aria-label={t('removeReminder')}
            onClick={() => save(alarms.filter((_, at) => at !== index))}
          >
            <X size={17} aria-hidden />
          </button>
        </div>
      ))}
      <FormError error={problem} />
      {alarms.length < MAX_REMINDERS && (
        <button
          type="button"
          className="button quiet"
          onClick={() => save([...alarms, { minutesBefore: DEFAULT_MINUTES[list], method: 'push' }])}
        >
          <Plus size={16} aria-hidden /> {t('addReminder')}
        </button>
      )}
    </fieldset>
  )
}
