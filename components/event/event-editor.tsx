'use client'

import { useTranslations } from 'next-intl'
import { useState } from 'react'
import type { Span } from '@/lib/calendar/span'
import type { EventDetail } from '@/lib/schemas/events'
import type { EventDialogProps } from './dialog-props'
import { EventForm } from './event-form'
import { formFromEvent, newForm } from './form-state'
import { lastCalendar } from './last-calendar'

export interface EventEditorProps extends Omit<EventDialogProps, 'subject'> {
  /** The event to change, or the day and perhaps the span of a new one. */
  subject: { event: EventDetail } | { day: string; span?: Span | undefined }
}

/** The form of an event, filled with what it begins with. */
export function EventEditor({ subject, ...props }: EventEditorProps) {
  const t = useTranslations('eventEditor')
  const [initial] = useState(() =>
    'event' in subject
      ? formFromEvent(subject.event, props.viewer)
      : newForm(subject.day, props.wall, props.viewer, props.calendars, lastCalendar(), subject.span),
  )
  return 'event' in subject ? (
    <EventForm label={t('edit')} initial={initial} event={subject.event} {...props} />
  ) : (
    <EventForm label={t('new')} initial={initial} {...props} />
  )
}
