'use client'

import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { DateField } from '@/components/ui/date-field'
import { SelectField, Switch } from '@/components/ui/field'
import { TimeField } from '@/components/ui/time-field'
import { WeekdayToggles } from '@/components/ui/weekday-toggles'
import { addDays, DAY, type Day, dayOf, type WallMs } from '@/lib/calendar/day'
import { spansOfPattern } from '@/lib/calendar/gatherings/slot-pattern'
import type { Span } from '@/lib/calendar/span'
import type { Viewer } from '@/lib/schemas/users'
import styles from './form.module.css'

const MAX_WEEKS = 12
const WEEKS = Array.from({ length: MAX_WEEKS }, (_, index) => index + 1)

/** Proposes a time on the chosen weekdays of several weeks. */
export function PatternField({
  zone,
  wall,
  viewer,
  onAdd,
}: {
  zone: string
  /** Wall clock in `zone`. */
  wall: WallMs
  viewer: Viewer
  onAdd(spans: Span[]): void
}) {
  const t = useTranslations('gatheringForm')
  const [weekdays, setWeekdays] = useState<number[]>([])
  const [from, setFrom] = useState<Day>(dayOf(Math.floor(wall / DAY) + 1))
  const [weeks, setWeeks] = useState(1)
  const [isAllDay, setAllDay] = useState(false)
  const [start, setStart] = useState(19 * 60)
  const [end, setEnd] = useState(21 * 60)
  const pattern = {
    from,
    to: addDays(from, weeks * 7 - 1),
    weekdays,
    times: isAllDay ? [] : [{ start, end }],
  }
  const spans = spansOfPattern(pattern, zone, wall)
  return (
    <div className="stack">
      <WeekdayToggles
        legend={<legend className="label">{t('weekdays')}</legend>}
        {...{ days: weekdays, viewer, onChange: setWeekdays }}
      />
      <Switch label={t('allDay')} checked={isAllDay} onChange={({ target }) => setAllDay(target.checked)} />
      <div className={styles.deadline}>
        {!isAllDay && (
          <>
            <div className="field">
              <span className="label" aria-hidden="true">
                {t('patternStart')}
              </span>
              <TimeField label={t('patternStart')} value={start} format={viewer} onChange={setStart} />
            </div>
            <div className="field">
              <span className="label" aria-hidden="true">
                {t('patternEnd')}
              </span>
              <TimeField label={t('patternEnd')} value={end} format={viewer} onChange={setEnd} />
            </div>
          </>
        )}
        <div className="field">
          <span className="label" aria-hidden="true">
            {t('patternFrom')}
          </span>
          <DateField
            label={t('patternFrom')}
            pickLabel={t('pickDate')}
            value={from}
            format={viewer}
            onChange={setFrom}
          />
        </div>
        <SelectField
          label={t('patternFor')}
          value={String(weeks)}
          options={WEEKS.map((count) => [String(count), t('weeks', { count })])}
          onChange={({ target }) => setWeeks(Number(target.value))}
        />
      </div>
      <div>
        <button type="button" className="button" disabled={!spans.length} onClick={() => onAdd(spans)}>
          {t('addCount', { count: spans.length })}
        </button>
      </div>
    </div>
  )
}
