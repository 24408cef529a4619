'use client'

import { useTranslations } from 'next-intl'
import { isElsewhere, type Span } from '@/lib/calendar/span'
import type { Viewer } from '@/lib/schemas/users'
import { lastsText, writtenText } from './when-text'

/** When it is, in another zone than the viewer's: said as its author said it. */
export function OtherZone({ span, viewer, today }: { span: Span; viewer: Viewer; today: number }) {
  const t = useTranslations('event')
  if (span.type !== 'timed' || !isElsewhere(span, viewer.timeZone)) return null
  const lasts = lastsText(span, t)
  return (
    <p className="event-zone">
      {writtenText(span, viewer, today, t)}
      {lasts && ` · ${lasts}`}
    </p>
  )
}
