'use client'

import { useTranslations } from 'next-intl'
import { isInOtherZone, type Span } from '@/lib/calendar/span'
import { formatDuration, formatInEventZones } from '@/lib/event-text/when-text'
import type { Viewer } from '@/lib/schemas/users'
import styles from './event.module.css'

/** The time of an event in its own time zones, if they differ from the viewer's. */
export function OtherZone({ span, viewer, today }: { span: Span; viewer: Viewer; today: number }) {
  const t = useTranslations('event')
  if (span.type !== 'timed' || !isInOtherZone(span, viewer.timeZone)) return null
  const duration = formatDuration(span, t)
  return (
    <p className={styles.eventZone}>
      {formatInEventZones(span, viewer, today, t)}
      {duration && ` · ${duration}`}
    </p>
  )
}
