'use client'

import { useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Dialog } from '@/components/ui/dialog'
import type { RecurrenceId } from '@/lib/calendar/series/recurrence'
import { BusyView } from './busy-view'
import type { EventDialogProps } from './dialog-props'
import { EventEditor } from './editor'
import styles from './event.module.css'
import { eventQueryOptions } from './event-query'
import { EventView } from './event-view'
import { useMarkNotificationsRead } from './mark-notifications-read'

/** Shows an event, or the editor for a new one. */
export function EventDialog({ subject, ...props }: EventDialogProps) {
  if ('busy' in subject) return <BusyView item={subject.busy} {...props} />
  return 'day' in subject ? (
    <EventEditor subject={subject} {...props} />
  ) : (
    <ExistingEvent {...subject} {...props} />
  )
}

function ExistingEvent({
  id,
  occurrence,
  title,
  ...props
}: Omit<EventDialogProps, 'subject'> & { id: string; occurrence: RecurrenceId | 0; title: string }) {
  const t = useTranslations('event')
  const change = useTranslations('change')
  const [isEditing, setEditing] = useState(false)
  const [isSaving, setSaving] = useState(false)
  useMarkNotificationsRead(id)
  // No refetch while the event is being edited, deleted or completed.
  const isEnabled = !isEditing && !isSaving
  const { data, error, fetchStatus } = useQuery({ ...eventQueryOptions(id, occurrence), enabled: isEnabled })
  const event = error?.message === '404' ? undefined : data
  // The editor keeps the version it was opened with: later changes by others are merged on saving.
  const [base, setBase] = useState(event)
  if (isEditing && base) {
    return <EventEditor subject={{ event: base }} {...props} />
  }
  if (event) {
    return (
      <EventView
        event={event}
        {...props}
        isSaving={isSaving}
        onSaving={setSaving}
        onEdit={() => {
          setBase(event)
          setEditing(true)
        }}
      />
    )
  }
  // Without a connection, the request waits for one.
  const isNotLoaded = error !== null || fetchStatus === 'paused'
  const goneText = occurrence ? change('occurrenceGone') : t('gone')
  return (
    <Dialog label={title || t('untitled')} onClose={props.onClose}>
      <div className={styles.eventWait} aria-busy={!isNotLoaded}>
        <h2 dir="auto">{title || t('untitled')}</h2>
        <p role="status">
          {isNotLoaded ? (error?.message === '404' ? goneText : t('notLoaded')) : t('loading')}
        </p>
      </div>
    </Dialog>
  )
}
