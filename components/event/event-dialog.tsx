'use client'

import { useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import type { Live } from '@/components/live/live'
import { Dialog } from '@/components/ui/dialog'
import type { WallMs } from '@/lib/calendar/day'
import type { CalendarTuple } from '@/lib/calendar/tuple'
import type { Viewer } from '@/lib/schemas/users'
import { EventForm } from './event-form'
import { eventQuery } from './event-query'
import { EventView } from './event-view'
import { formOf, newForm } from './form-state'
import './event.css'

/** What the dialog is about: an event that is there (its title is known already), or a new one on a day. */
type Subject = { id: string; title: string } | { day: string }

export interface EventDialogProps {
  subject: Subject
  calendars: CalendarTuple[]
  viewer: Viewer
  /** The viewer's wall clock. */
  wall: WallMs
  live: Live
  onClose(): void
}

/** An event: first to be read, then, on request, to be edited; a new one at once. */
export function EventDialog({ subject, ...props }: EventDialogProps) {
  return 'day' in subject ? <NewEvent day={subject.day} {...props} /> : <OneEvent {...subject} {...props} />
}

function NewEvent({ day, ...props }: Omit<EventDialogProps, 'subject'> & { day: string }) {
  const t = useTranslations('event')
  const [initial] = useState(() => newForm(day, props.wall, props.viewer, props.calendars))
  return <EventForm label={t('new')} initial={initial} {...props} />
}

function OneEvent({ id, title, ...props }: Omit<EventDialogProps, 'subject'> & { id: string; title: string }) {
  const t = useTranslations('event')
  const [editing, setEditing] = useState(false)
  const { data: event, error } = useQuery(eventQuery(id))
  // The form keeps the version it began with: what others change meanwhile is merged or asked about on saving.
  const [base, setBase] = useState(event)
  if (editing && base) {
    return (
      <EventForm label={t('edit')} initial={formOf(base, props.viewer)} event={base} {...props} />
    )
  }
  if (event) {
    return (
      <EventView
        event={event}
        {...props}
        onEdit={() => {
          setBase(event)
          setEditing(true)
        }}
      />
    )
  }
  return (
    <Dialog label={title || t('untitled')} onClose={props.onClose} className="event-dialog">
      <div className="event-wait" aria-busy={!error}>
        <h2 dir="auto">{title || t('untitled')}</h2>
        <p role="status">{error ? (error.message === '404' ? t('gone') : t('notLoaded')) : t('loading')}</p>
      </div>
    </Dialog>
  )
}
