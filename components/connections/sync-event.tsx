'use client'

import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { eventPath } from '@/components/event/event-path'
import { type Span, wallsOf } from '@/lib/calendar/span'

/** The title of a synced event, as a link if the event can be opened. */
export function SyncEvent({
  title,
  event,
  timeZone,
}: {
  title: string
  event: { id: string; span: Span } | null
  timeZone: string
}) {
  const t = useTranslations('sync')
  const name = title || t('untitled')
  if (!event) return <bdi>{name}</bdi>
  const { start } = wallsOf(event.span, timeZone)
  return (
    <Link href={eventPath({ id: event.id, occurrence: 0, start })} prefetch={false} dir="auto">
      {name}
    </Link>
  )
}
