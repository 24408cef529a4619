'use client'

import { useTranslations } from 'next-intl'
import { DAY, HOUR, MINUTE } from '@/lib/calendar/day'
import { fullTime, mediumDay, zoneCity, zoneOffsetName } from '@/lib/calendar/format'
import { instantsOf, type Span, wallsOf } from '@/lib/calendar/span'
import type { Viewer } from '@/lib/schemas/users'

/** When it is, in another zone than the viewer's: said as its author said it. */
export function OtherZone({ span, viewer, today }: { span: Span; viewer: Viewer; today: number }) {
  const t = useTranslations('event')
  if (span.type !== 'timed') return null
  if (span.startZone === viewer.timeZone && span.endZone === viewer.timeZone) return null
  const { from, to } = instantsOf(span, viewer.timeZone)
  const end = (zone: string, instant: number) => {
    const wall = wallsOf({ ...span, type: 'timed' }, zone)
    const at = instant === from ? wall.start : wall.end
    return `${mediumDay(Math.floor(at / DAY), viewer.locale, today)}, ${fullTime(at, viewer)} ${zoneCity(zone)} (${zoneOffsetName(zone, instant, viewer.locale)})`
  }
  return (
    <p className="event-zone">
      {from === to
        ? end(span.startZone, from)
        : t('fromTo', { from: end(span.startZone, from), to: end(span.endZone, to) })}
      {span.startZone !== span.endZone && (
        <>
          {' · '}
          {t('lasts', {
            hours: Math.floor((to - from) / HOUR),
            minutes: Math.floor(((to - from) % HOUR) / MINUTE),
          })}
        </>
      )}
    </p>
  )
}
