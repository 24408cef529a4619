'use client'

import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Switch } from '@/components/ui/field'
import { ZoneField } from '@/components/zone/zone-field'
import { DAY, dayNumber, MINUTE } from '@/lib/calendar/day'
import { type SpanDraft, spanOfDraft, withStartZone } from '@/lib/calendar/draft'
import { spanForKind } from '@/lib/calendar/event'
import { fullTime } from '@/lib/calendar/format-time'
import { instantsOf, isInOtherZone } from '@/lib/calendar/span'
import { wallTimeAnomaly } from '@/lib/calendar/zones/wall-time-anomaly'
import { zoneCityName } from '@/lib/calendar/zones/zone-names'
import { type EventTranslator, formatDuration, formatWhen } from '@/lib/event-text/when-text'
import type { Viewer } from '@/lib/schemas/users'
import styles from './event.module.css'

/** The time zones of start and end. `isPoint`: a point in time, without an end. */
export function ZoneFields({
  span,
  isPoint,
  viewer,
  onChange,
}: {
  span: SpanDraft
  isPoint: boolean
  viewer: Viewer
  onChange(span: SpanDraft): void
}) {
  const t = useTranslations('eventEditor')
  const [hasTwoZones, setTwoZones] = useState(span.endZone !== span.startZone)
  const { from, to } = instantsOf(spanOfDraft(span), viewer.timeZone)
  const zoneProps = { own: viewer.timeZone, locale: viewer.locale }
  return (
    <div className={styles.zoneFields}>
      <ZoneField
        {...zoneProps}
        label={t(hasTwoZones && !isPoint ? 'startZone' : 'timeZone')}
        value={span.startZone}
        instant={from}
        onChange={(zone) => onChange(hasTwoZones ? { ...span, startZone: zone } : withStartZone(span, zone))}
      />
      {hasTwoZones && !isPoint && (
        <ZoneField
          {...zoneProps}
          label={t('endZone')}
          value={span.endZone}
          instant={to}
          onChange={(endZone) => onChange({ ...span, endZone })}
        />
      )}
      {!isPoint && (
        <Switch
          label={t('endsElsewhere')}
          checked={hasTwoZones}
          onChange={({ target }) => {
            setTwoZones(target.checked)
            if (!target.checked) onChange({ ...span, endZone: span.startZone })
          }}
        />
      )}
    </div>
  )
}

type EditorTranslator = ReturnType<typeof useTranslations<'eventEditor'>>

/** Shows the time in the viewer's zone, and warns about hours that the clock skips or repeats. */
export function ZoneHints({ span, isPoint, viewer }: { span: SpanDraft; isPoint: boolean; viewer: Viewer }) {
  const t = useTranslations('eventEditor')
  const localTime = formatOwnTime(span, isPoint, viewer, t, useTranslations('event'))
  const hints = new Set([...(localTime ? [localTime] : []), ...anomalyHints(span, isPoint, viewer, t)])
  // Always rendered: screen readers announce only changes of an existing region.
  return (
    <div className={styles.whenHints} role="status">
      {[...hints].map((sentence) => (
        <p key={sentence}>{sentence}</p>
      ))}
    </div>
  )
}

function formatOwnTime(
  draft: SpanDraft,
  isPoint: boolean,
  viewer: Viewer,
  t: EditorTranslator,
  words: EventTranslator,
): string | undefined {
  const span = spanForKind(isPoint ? 'reminder' : 'event', spanOfDraft(draft))
  if (!isInOtherZone(span, viewer.timeZone)) return undefined
  // Shows the year only if it differs from the one in the date field.
  const when = formatWhen(span, viewer, dayNumber(draft.startDay), words)
  const sentence = t('inYourTime', { when, city: zoneCityName(viewer.timeZone) })
  const duration = formatDuration(span, words)
  return duration ? `${sentence} · ${duration}` : sentence
}

function anomalyHints(span: SpanDraft, isPoint: boolean, viewer: Viewer, t: EditorTranslator): string[] {
  if (span.allDay || span.floating) return []
  const start = { day: span.startDay, time: span.startTime, zone: span.startZone }
  const end = { day: span.endDay, time: span.endTime, zone: span.endZone }
  return (isPoint ? [start] : [start, end]).flatMap(({ day, time, zone }) => {
    const anomaly = wallTimeAnomaly(dayNumber(day) * DAY + time * MINUTE, zone)
    if (!anomaly) return []
    return anomaly.kind === 'repeated'
      ? t('repeated')
      : t('skipped', { time: fullTime(anomaly.shown, viewer) })
  })
}
