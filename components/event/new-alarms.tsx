'use client'

import { useTranslations } from 'next-intl'
import { AlarmList } from '@/components/alarms/alarm-list'
import type { Alarm } from '@/lib/calendar/alarms/alarm'
import { HOUR } from '@/lib/calendar/day'
import { spanOfDraft } from '@/lib/calendar/draft'
import { instantsOf } from '@/lib/calendar/span'
import type { Viewer } from '@/lib/schemas/users'
import type { EventForm } from './form-state'

/** Field for the viewer's own alarms of a new event, saved with the event. `alarms`: null if the defaults apply. */
export function NewAlarms({
  form,
  viewer,
  alarms,
  onChange,
}: {
  form: EventForm
  viewer: Viewer
  alarms: readonly Alarm[] | null
  onChange(alarms: readonly Alarm[]): void
}) {
  const t = useTranslations('alarms')
  const span = spanOfDraft(form.span)
  return (
    <>
      {alarms === null && <p className="muted">{t('defaultEvent')}</p>}
      <AlarmList
        label={t('title')}
        list={span.type === 'all-day' ? 'allDay' : 'timed'}
        alarms={alarms ?? []}
        viewer={viewer}
        error={null}
        absoluteTime={instantsOf(span, viewer.timeZone).from - HOUR}
        onChange={onChange}
      />
    </>
  )
}
