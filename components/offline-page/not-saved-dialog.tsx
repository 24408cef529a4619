'use client'

import { useTranslations } from 'next-intl'
import { useEffect, useState } from 'react'
import { Conflict } from '@/components/event/conflict'
import { eventPath } from '@/components/event/event-path'
import { useErrorText } from '@/components/forms/use-error-text'
import { changeOutbox } from '@/components/offline/outbox-store'
import { sendOutbox } from '@/components/offline/send-outbox'
import { Confirm } from '@/components/ui/confirm'
import { Dialog } from '@/components/ui/dialog'
import { DAY } from '@/lib/calendar/day'
import { allDaySpan } from '@/lib/calendar/edits/move'
import { type Span, wallsOf } from '@/lib/calendar/span'
import type { CalendarTuple } from '@/lib/calendar/tuple'
import { discardEntry, retryEntry } from '@/lib/offline/outbox'
import { isLocalId, type OutboxEntry } from '@/lib/offline/outbox-entry'
import { resolvedInput } from '@/lib/offline/resolved-input'
import type { EventDetail } from '@/lib/schemas/event-detail'
import type { EventConflict } from '@/lib/schemas/events'
import type { Viewer } from '@/lib/schemas/users'
import { findStoredEvent } from './find-stored-event'
import styles from './offline-bar.module.css'

/** Changes that were made offline and that the server has refused: each can be opened, sent again or discarded. */
export function NotSavedDialog({
  entries,
  viewer,
  onClose,
}: {
  entries: readonly OutboxEntry[]
  viewer: Viewer
  onClose(): void
}) {
  const t = useTranslations('offline')
  const [conflicting, setConflicting] = useState<OutboxEntry | null>(null)
  const change = async (work: Parameters<typeof changeOutbox>[1]) => {
    await changeOutbox(viewer.id, work)
    sendOutbox(viewer.id).catch(() => {})
  }
  const resolve = (entry: OutboxEntry, mine: ReadonlySet<string>) => {
    setConflicting(null)
    const input = resolvedInput(entry.input, entry.refusal?.data as EventConflict, mine)
    void change((all) => (input ? retryEntry(all, entry.seq, input) : discardEntry(all, entry.seq)))
  }
  return (
    <>
      <Dialog label={t('notSavedTitle')} onClose={onClose}>
        <header className="dialog-head">
          <h2>{t('notSavedTitle')}</h2>
        </header>
        <div className={styles.body}>
          <p>{t('notSavedHint')}</p>
          <ul className={styles.list}>
            {entries.map((entry) => (
              <NotSaved
                key={entry.seq}
                entry={entry}
                viewer={viewer}
                onRetry={() =>
                  entry.refusal?.code === 'CONFLICT' && entry.refusal.data
                    ? setConflicting(entry)
                    : void change((all) => retryEntry(all, entry.seq))
                }
                onDiscard={() => void change((all) => discardEntry(all, entry.seq))}
              />
            ))}
          </ul>
          <div className="row-end">
            <button type="button" className="button" onClick={onClose}>
              {t('close')}
            </button>
          </div>
        </div>
      </Dialog>
      {conflicting && (
        <Choice
          entry={conflicting}
          viewer={viewer}
          onCancel={() => setConflicting(null)}
          onChoose={(mine) => resolve(conflicting, mine)}
        />
      )}
    </>
  )
}

function NotSaved({
  entry: { command, input, title, refusal },
  viewer,
  onRetry,
  onDiscard,
}: {
  entry: OutboxEntry
  viewer: Viewer
  onRetry(): void
  onDiscard(): void
}) {
  const t = useTranslations('offline')
  const errorText = useErrorText()
  const event = useStoredEvent(viewer.id, input.id ?? input.events?.[0]?.id)?.event
  const isConflict = refusal?.code === 'CONFLICT'
  const [isAsking, setIsAsking] = useState(false)
  const shownTitle = title || event?.title || t('untitled')
  const href =
    event && !isLocalId(event.id)
      ? eventPath({ id: event.id, occurrence: 0, start: wallsOf(event.span, viewer.timeZone).start })
      : null
  if (isAsking)
    return (
      <li className={styles.entry}>
        <Confirm
          question={t('discardConfirm', { title: shownTitle })}
          yes={t('discard')}
          no={t('cancel')}
          onYes={onDiscard}
          onNo={() => setIsAsking(false)}
        />
      </li>
    )
  return (
    <li className={styles.entry}>
      <strong dir="auto">{shownTitle}</strong>
      <span className="muted">{t(`commands.${command}`)}</span>
      <span>{isConflict ? t('conflict') : refusal && errorText.form(refusal)}</span>
      <div className="row-end">
        {href && (
          <a className="button quiet" href={href}>
            {t('open')}
          </a>
        )}
        <button type="button" className="button quiet" onClick={() => setIsAsking(true)}>
          {t('discard')}
        </button>
        <button type="button" className="button" onClick={onRetry}>
          {t(isConflict ? 'choose' : 'tryAgain')}
        </button>
      </div>
    </li>
  )
}

function Choice({
  entry: { input, refusal },
  viewer,
  onCancel,
  onChoose,
}: {
  entry: OutboxEntry
  viewer: Viewer
  onCancel(): void
  onChoose(mine: Set<string>): void
}) {
  const stored = useStoredEvent(viewer.id, input.id)
  if (!stored) return null
  const conflict = refusal?.data as EventConflict
  // The event may no longer be stored.
  const at = stored.event?.span ?? (conflict.fields.span?.theirs as Span | undefined) ?? todaySpan()
  return (
    <Conflict
      conflict={conflict}
      at={at}
      calendars={stored.calendars}
      viewer={viewer}
      onCancel={onCancel}
      onChoose={onChoose}
    />
  )
}

function todaySpan(): Span {
  return allDaySpan(Math.floor(Date.now() / DAY))
}

interface EventWithCalendars {
  /** Undefined if it is not stored. */
  event: EventDetail | undefined
  calendars: CalendarTuple[]
}

/** Returns the event, and the calendars of the newest range, from the offline storage; null until they are read. */
function useStoredEvent(user: string, id: string | undefined): EventWithCalendars | null {
  const [stored, setStored] = useState<EventWithCalendars | null>(null)
  useEffect(() => {
    if (!id) return
    findStoredEvent(user, id).then(
      ([event, calendars]) => setStored({ event, calendars }),
      () => setStored({ event: undefined, calendars: [] }),
    )
  }, [user, id])
  return stored
}
