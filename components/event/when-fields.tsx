'use client'

import { Globe } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useId, useState } from 'react'
import { DateField } from '@/components/ui/date-field'
import { Switch } from '@/components/ui/field'
import { TimeField } from '@/components/ui/time-field'
import { type SpanDraft, withEndOvernight, withStart } from '@/lib/calendar/draft'
import { zoneCityName } from '@/lib/calendar/zones/zone-names'
import type { Viewer } from '@/lib/schemas/users'
import styles from './event.module.css'
import { ZoneFields, ZoneHints } from './zone-fields'

/** Start, end and time zones of an event. `isPoint`: a point in time, without an end. */
export function WhenFields({
  span,
  isPoint,
  viewer,
  error,
  onChange,
}: {
  span: SpanDraft
  isPoint: boolean
  viewer: Viewer
  error?: string
  onChange(span: SpanDraft): void
}) {
  const t = useTranslations('eventEditor')
  const errorId = useId()
  const isForeign = span.startZone !== viewer.timeZone || span.endZone !== viewer.timeZone
  const [isShowingZones, setShowingZones] = useState(isForeign && !span.allDay)
  return (
    <fieldset className={styles.when} aria-describedby={error ? errorId : undefined}>
      <legend className="visually-hidden">{t('when')}</legend>
      <div className={styles.whenRow}>
        <span className={styles.whenLabel}>{t(isPoint ? 'at' : 'from')}</span>
        <DateField
          label={t('startDate')}
          pickLabel={t('pickDate')}
          value={span.startDay}
          format={viewer}
          onChange={(day) => onChange(withStart(span, { day }))}
        />
        {!span.allDay && (
          <TimeField
            label={t('startTime')}
            value={span.startTime}
            format={viewer}
            onChange={(time) => onChange(withStart(span, { time }))}
          />
        )}
      </div>
      {!isPoint && (
        <div className={styles.whenRow}>
          <span className={styles.whenLabel}>{t('to')}</span>
          <DateField
            label={t('endDate')}
            pickLabel={t('pickDate')}
            value={span.endDay}
            format={viewer}
            invalid={Boolean(error)}
            onChange={(endDay) => onChange({ ...span, endDay })}
          />
          {!span.allDay && (
            <TimeField
              label={t('endTime')}
              value={span.endTime}
              format={viewer}
              invalid={Boolean(error)}
              onChange={(endTime) => onChange({ ...span, endTime })}
              onLeave={() => onChange(withEndOvernight(span))}
            />
          )}
        </div>
      )}
      {error && (
        <p id={errorId} className={styles.whenError} role="alert">
          {error}
        </p>
      )}
      <ZoneHints span={span} isPoint={isPoint} viewer={viewer} />
      <div className={styles.whenOptions}>
        <Switch
          label={t('allDay')}
          checked={span.allDay}
          onChange={({ target }) => onChange({ ...span, allDay: target.checked })}
        />
        {!span.allDay && !span.floating && (
          <button
            type="button"
            className={`button quiet ${styles.zoneButton}`}
            aria-expanded={isShowingZones}
            onClick={() => setShowingZones(!isShowingZones)}
          >
            <Globe size={16} aria-hidden /> {isForeign ? zoneCityName(span.startZone) : t('timeZone')}
          </button>
        )}
      </div>
      {isShowingZones && !span.allDay && !span.floating && (
        <ZoneFields span={span} isPoint={isPoint} viewer={viewer} onChange={onChange} />
      )}
    </fieldset>
  )
}
