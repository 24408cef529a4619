'use client'

import { AlignLeft, Lock, Repeat } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { LaterComments } from '@/components/comments/later-comments'
import { newKey } from '@/components/forms/once'
import { refusalText } from '@/components/forms/refusal-text'
import { EventHistory } from '@/components/history/event-history'
import { useAfterSave } from '@/components/live/after-save'
import { deleteEvent } from '@/components/offline/event-commands'
import { LaterOwnerTasks } from '@/components/tasks/later-owner-tasks'
import { Dialog } from '@/components/ui/dialog'
import { leaveGuarded } from '@/components/ui/leave-guard'
import { LinkedText } from '@/components/ui/linked-text'
import { toast } from '@/components/ui/toast'
import { ageAt } from '@/lib/calendar/birthday'
import { DAY } from '@/lib/calendar/day'
import type { EditScope } from '@/lib/calendar/edits/plan'
import { findCalendar, sourceValues } from '@/lib/calendar/tuple'
import { formatRecurrence } from '@/lib/event-text/recurrence-text'
import { formatWhen } from '@/lib/event-text/when-text'
import type { EventDetail } from '@/lib/schemas/event-detail'
import { AttachmentsSection } from './attachments-section'
import type { EventDialogProps } from './dialog-props'
import styles from './event.module.css'
import { EventLinks, EventLocation } from './event-links'
import { EventTools } from './event-tools'
import { GuestLinksButton } from './guest-links'
import { Guests } from './guests'
import { LayerDisclosure } from './layer-disclosure'
import { MarkDone } from './mark-done'
import { NextDates } from './next-dates'
import { OtherZone } from './other-zone'
import { OwnAnswer } from './own-answer'
import { Placements } from './placements'
import { ReadOnlyNotice } from './read-only-notice'
import { ScopeDialog } from './scope-dialog'
import { occurrenceDay } from './scope-text'

/** The details of an event. */
export function EventView({
  event,
  calendars,
  viewer,
  wall,
  live,
  onClose,
  isSaving,
  onSaving,
  onEdit,
}: Omit<EventDialogProps, 'subject'> & {
  event: EventDetail
  isSaving: boolean
  /** Called with true before a change that closes the dialog, and with false if it fails. */
  onSaving(isSaving: boolean): void
  onEdit(): void
}) {
  const t = useTranslations('event')
  const afterSave = useAfterSave(live)
  const tChange = useTranslations('change')
  const tRepeat = useTranslations('repeat')
  const [isConfirming, setConfirming] = useState(false)
  const occurrence = event.series ? event.occurrence : null
  const calendar = findCalendar(calendars, event.calendarId)
  const today = Math.floor(wall / DAY)
  const age = ageAt(event)
  // Asks while files are being uploaded.
  const close = () => leaveGuarded(onClose)

  const run = async (work: () => Promise<Awaited<ReturnType<typeof deleteEvent>>>, text: string) => {
    if (isSaving) return
    onSaving(true)
    try {
      const response = await work()
      if (response.ok) {
        afterSave(response, text)
        return onClose()
      }
      const fallback = t(response.error.code === 'NOT_FOUND' ? 'gone' : 'notSaved')
      toast({ text: await refusalText(response, fallback) })
    } catch {
      toast({ text: t('offline') })
    }
    onSaving(false)
  }

  const remove = (scope?: EditScope) => {
    const target =
      scope && occurrence ? { version: event.version, occurrence: { id: occurrence, scope } } : {}
    const text = scope
      ? tChange('reached.delete', { scope, day: occurrenceDay(event, viewer) })
      : t('deleted')
    return run(() => deleteEvent({ id: event.id, ...target }, newKey()), text)
  }

  const title = event.title || t(event.readOnly === 'read-only-calendar' ? 'busy' : 'untitled')
  const line = { className: styles.eventLine, iconSize: 16, t }
  return (
    <>
      <Dialog label={title} onClose={close} className={styles.eventView}>
        <EventTools
          editable={event.editable}
          isBusy={isSaving}
          onEdit={() => leaveGuarded(onEdit)}
          onDelete={() => (occurrence ? setConfirming(true) : void remove())}
          onClose={close}
        />
        <div className={`${styles.eventBody} c-${event.color ?? calendar?.color ?? 'slate'}`}>
          <h2 className={event.done ? styles.done : undefined}>
            <span className={styles.eventMark} aria-hidden="true" />
            <bdi>{title}</bdi>
          </h2>
          <p className={styles.eventWhen}>{formatWhen(event.span, viewer, today, t)}</p>
          {age !== null && <p className="muted">{t('age', { count: age })}</p>}
          <OtherZone span={event.span} viewer={viewer} today={today} />
          {event.series?.recurrence && (
            <div className={`${styles.eventLine} ${styles.eventRepeat}`}>
              <Repeat size={16} aria-hidden />
              <div>
                <p>{formatRecurrence(event.series, viewer, tRepeat)}</p>
                {event.occurrence && <NextDates series={event.series} after={event.span} viewer={viewer} />}
              </div>
            </div>
          )}
          {event.location && (
            <EventLocation {...line} location={event.location} userAgent={navigator.userAgent} />
          )}
          <EventLinks {...line} url={event.url} links={event.links} />
          <Guests event={event} viewer={viewer} today={today} afterSave={afterSave} />
          {event.editable && event.kind !== 'reminder' && <GuestLinksButton event={event} />}
          {event.description && (
            <p className={`${styles.eventLine} ${styles.eventText}`}>
              <AlignLeft size={16} aria-hidden />{' '}
              <span dir="auto">
                <LinkedText text={event.description} />
              </span>
            </p>
          )}
          <p className={styles.eventLine}>
            <span className={`dot c-${calendar?.color ?? 'slate'}`} aria-hidden="true" />
            <span dir="auto">{calendar?.name}</span>
            {calendar?.source && <small>{t('source', sourceValues(calendar.source))}</small>}
            {!event.busy && <small>{t('free')}</small>}
          </p>
          <Placements event={event} calendars={calendars} afterSave={afterSave} />
          <ReadOnlyNotice event={event} />
          {event.visibility === 'private' && (
            <p className={styles.eventLine}>
              <Lock size={16} aria-hidden /> {t('privateHint')}
            </p>
          )}
          {event.kind === 'reminder' && event.editable && (
            <MarkDone event={event} isBusy={isSaving} run={run} />
          )}
          <OwnAnswer event={event} viewer={viewer} today={today} afterSave={afterSave} />
          <AttachmentsSection event={event} viewer={viewer} live={live} />
          <LaterOwnerTasks
            owner={{ event: event.id, version: event.version, occurrence }}
            {...{ viewer, wall, live, isPaused: isSaving }}
          />
          <LaterComments
            thread={{ event: event.id }}
            viewer={viewer}
            live={live}
            isPaused={isSaving}
            retryText={t('retryComments')}
          />
          <LayerDisclosure event={event} viewer={viewer} live={live} />
          <EventHistory id={event.id} viewer={viewer} today={today} live={live} />
        </div>
      </Dialog>
      {isConfirming && (
        <ScopeDialog
          event={event}
          change={{ type: 'delete' }}
          viewer={viewer}
          onCancel={() => setConfirming(false)}
          onChoose={(scope) => {
            setConfirming(false)
            void remove(scope)
          }}
        />
      )}
    </>
  )
}
