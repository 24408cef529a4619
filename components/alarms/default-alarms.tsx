'use client'

import { useTranslations } from 'next-intl'
import { setDefaultAlarms, setUserDefaultAlarms } from '@/lib/actions/alarms'
import type { DefaultAlarms, RelativeAlarm } from '@/lib/calendar/alarms/alarm'
import type { Viewer } from '@/lib/schemas/users'
import { AlarmList } from './alarm-list'
import { useLatestSave } from './use-latest-save'

/** The user's default alarms of a calendar or, without one, of all calendars. Saves each change immediately. */
export function DefaultAlarmsCard({
  alarms,
  calendar,
  viewer,
  onReset,
}: {
  alarms: DefaultAlarms
  /** `own`: whether the calendar has default alarms of its own. */
  calendar?: { id: string; own: boolean }
  viewer: Viewer
  onReset?(): void
}) {
  const t = useTranslations('alarms')
  const save = (lists: Partial<DefaultAlarms>) =>
    calendar ? setDefaultAlarms({ calendar: calendar.id, ...lists }) : setUserDefaultAlarms(lists)
  const timed = useLatestSave(alarms.timed, (list: RelativeAlarm[]) => save({ timed: list }))
  const allDay = useLatestSave(alarms.allDay, (list: RelativeAlarm[]) => save({ allDay: list }))
  return (
    <section className="card stack" aria-label={t('title')}>
      <h2>{t('title')}</h2>
      <p className="muted">{t(calendar ? 'calendarHint' : 'userHint')}</p>
      {calendar && !calendar.own && <p className="muted">{t('defaultsApply')}</p>}
      <AlarmList
        label={t('lists.timed')}
        list="timed"
        alarms={timed.value}
        viewer={viewer}
        error={timed.error}
        onChange={(list) => void timed.save(list)}
      />
      <AlarmList
        label={t('lists.allDay')}
        list="allDay"
        alarms={allDay.value}
        viewer={viewer}
        error={allDay.error}
        onChange={(list) => void allDay.save(list)}
      />
      {calendar?.own && onReset && (
        <button
          type="button"
          className="button quiet"
          onClick={async () => {
            const response = await setDefaultAlarms({ calendar: calendar.id, reset: true }).catch(() => null)
            if (response?.ok) onReset()
          }}
        >
          {t('useDefaults')}
        </button>
      )}
    </section>
  )
}
