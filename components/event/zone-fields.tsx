'use client'

import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Switch } from '@/components/ui/field'
import { ZoneField } from '@/components/zone/zone-field'
import { MINUTE, wallMs } from '@/lib/calendar/day'
import { type SpanDraft, spanOf, withStartZone } from '@/lib/calendar/draft'
import { fullTime, zoneCity } from '@/lib/calendar/format'
import { oddHour } from '@/lib/calendar/odd-hour'
import { instantsOf } from '@/lib/calendar/span'
import type { Viewer } from '@/lib/schemas/users'
import { whenText } from './when-text'

/** In which zones an event starts and ends. `point`: it has no end. */
export function ZoneFields({
  span,
  point,
  viewer,
  onChange,
}: {
  span: SpanDraft
  point: boolean
  viewer: Viewer
  onChange(span: SpanDraft): void
}) {
  const t = useTranslations('event')
  const [flight, setFlight] = useState(span.endZone !== span.startZone)
  const { from, to } = instantsOf(spanOf(span), viewer.timeZone)
  const common = { own: viewer.timeZone, locale: viewer.locale }
  return (
    <div className="zone-fields">
      <ZoneField
        {...common}
        label={t(flight ? 'startZone' : 'timeZone')}
        value={span.startZone}
        now={from}
        onChange={(zone) => onChange(withStartZone(span, zone))}
      />
      {flight && !point && (
        <ZoneField
          {...common}
          label={t('endZone')}
          value={span.endZone}
          now={to}
          onChange={(endZone) => onChange({ ...span, endZone })}
        />
      )}
      {!point && (
        <Switch
          label={t('endsElsewhere')}
          checked={flight}
          onChange={({ target }) => {
            setFlight(target.checked)
            if (!target.checked) onChange({ ...span, endZone: span.startZone })
          }}
        />
      )}
    </div>
  )
}

/** What a time in another zone is in one's own, and what is odd about an hour that the clock skips or shows twice. */
export function ZoneHints({ span, point, viewer }: { span: SpanDraft; point: boolean; viewer: Viewer }) {
  const t = useTranslations('event')
  if (span.allDay || span.floating) return null
  const foreign = span.startZone !== viewer.timeZone || span.endZone !== viewer.timeZone
  const ends = [
    { day: span.startDay, time: span.startTime, zone: span.startZone },
    ...(point ? [] : [{ day: span.endDay, time: span.endTime, zone: span.endZone }]),
  ]
  const odd = ends.flatMap(({ day, time, zone }) => {
    const found = oddHour(wallMs(`${day}T00:00:00`) + time * MINUTE, zone)
    if (!found) return []
    return found.kind === 'twice' ? t('twice') : t('skipped', { time: fullTime(found.shown, viewer) })
  })
  if (!foreign && !odd.length) return null
  const shown = point
    ? { ...span, endDay: span.startDay, endTime: span.startTime, endZone: span.startZone }
    : span
  return (
    <div className="when-hints" role="status">
      {foreign && (
        <p>
          {t('inYourTime', {
            when: whenText(spanOf(shown), viewer, 0, t),
            city: zoneCity(viewer.timeZone),
          })}
        </p>
      )}
      {[...new Set(odd)].map((sentence) => (
        <p key={sentence}>{sentence}</p>
      ))}
    </div>
  )
}
