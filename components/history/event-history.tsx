'use client'

import { useQuery } from '@tanstack/react-query'
import { History, Undo2 } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { newKey } from '@/components/forms/once'
import { refusalText } from '@/components/forms/refusal-text'
import { useAfterSave } from '@/components/live/after-save'
import type { Live } from '@/components/live/live'
import { Avatar } from '@/components/ui/avatar'
import { toast } from '@/components/ui/toast'
import { restoreEventFields } from '@/lib/actions/events'
import type { HistoryField } from '@/lib/calendar/history'
import type { EventChange, EventHistory as HistoryData, HistoryEntry } from '@/lib/schemas/history'
import type { Viewer } from '@/lib/schemas/users'
import { useChangeContext } from './change-context'
import {
  authorText,
  type ChangeContext,
  type ChangeText,
  changeText,
  occurrenceText,
  otherPersonText,
} from './change-text'
import { FromTo } from './from-to'
import styles from './history.module.css'

/** Changes of an event, field by field; loaded when opened. */
export function EventHistory({
  id,
  viewer,
  today,
  live,
}: {
  id: string
  viewer: Viewer
  today: number
  live: Live
}) {
  const t = useTranslations('history')
  const [open, setOpen] = useState(false)
  const { data, error } = useQuery({
    // A child of the event's key, so that invalidating the event invalidates its history.
    queryKey: ['event', id, 'history'],
    staleTime: 2_000,
    enabled: open,
    retry: 1,
    queryFn: async (): Promise<HistoryData> => {
      const response = await fetch(`/api/view/history/${id}`)
      if (!response.ok) throw new Error(String(response.status))
      return response.json()
    },
  })
  return (
    <details className={styles.history} open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        <History size={16} aria-hidden /> {t('title')}
      </summary>
      {error ? (
        <p role="alert">{t('notLoaded')}</p>
      ) : data ? (
        <Entries history={data} viewer={viewer} today={today} live={live} />
      ) : (
        open && <p role="status">{t('loading')}</p>
      )}
    </details>
  )
}

function Entries({
  history,
  viewer,
  today,
  live,
}: {
  history: HistoryData
  viewer: Viewer
  today: number
  live: Live
}) {
  const t = useTranslations('history')
  const context = useChangeContext(viewer, today)
  const revert = useRevert(history, live)
  if (!history.entries.length) return <p className="muted">{t('nothing')}</p>
  return (
    <>
      <ol className={styles.historyEntries}>
        {history.entries.map((entry) => (
          <li key={entry.changeset}>
            <EntryHead entry={entry} viewer={viewer} t={t} />
            <ul className={styles.historyChanges}>
              {entry.changes.map((change) => (
                <Change
                  key={`${change.field} ${change.occurrence} ${change.person}`}
                  text={changeText(change, context)}
                  day={change.occurrence && occurrenceText(change.occurrence, context)}
                  person={otherPersonText(change, authorText(entry, context), context)}
                  onRestore={change.restorable ? () => revert.run(entry, change) : undefined}
                  busy={revert.busy}
                />
              ))}
            </ul>
            {entry.changes.filter((change) => change.restorable).length > 1 && (
              <button
                type="button"
                className={styles.historyBack}
                aria-disabled={revert.busy}
                onClick={() => revert.run(entry)}
              >
                <Undo2 size={14} className="flips" aria-hidden /> {t('revertAll')}
              </button>
            )}
          </li>
        ))}
      </ol>
      {history.more && <p className="muted">{t('more')}</p>}
    </>
  )
}

function EntryHead({ entry, viewer, t }: { entry: HistoryEntry; viewer: Viewer; t: ChangeContext['t'] }) {
  const author = authorText(entry, { t })
  const op = entry.origin === 'import' && entry.op !== 'removed' ? 'imported' : entry.op
  const when = new Intl.DateTimeFormat(viewer.locale, {
    dateStyle: 'medium',
    timeStyle: 'short',
    timeZone: viewer.timeZone,
    hourCycle: viewer.hourCycle,
  })
  return (
    <div className={styles.historyHead}>
      <Avatar id={entry.by?.id ?? 'kinday'} name={author} />
      <p>
        <bdi className={styles.historyWho}>{author}</bdi> {t(entry.undo ? 'did.undo' : `did.${op}`)}
        <time dateTime={new Date(entry.at).toISOString()}>{when.format(entry.at)}</time>
      </p>
    </div>
  )
}

function Change({
  text,
  day,
  person,
  onRestore,
  busy,
}: {
  text: ChangeText
  day: string | null
  person: string | null
  onRestore: (() => void) | undefined
  busy: boolean
}) {
  const t = useTranslations('history')
  return (
    <li className={styles.historyChange}>
      <p className={styles.historyField}>
        {text.field}
        {day && <span> {t('onDay', { day })}</span>}
        {person && <span> {t('ofPerson', { person })}</span>}
      </p>
      <FromTo from={text.from} to={text.to} />
      {onRestore && (
        <button
          type="button"
          className={styles.historyBack}
          aria-disabled={busy}
          onClick={onRestore}
          aria-label={t('revertField', { field: text.field, value: text.from })}
        >
          <Undo2 size={14} className="flips" aria-hidden /> {t('revert')}
        </button>
      )}
    </li>
  )
}

/** Returns a function that reverts a change and shows a toast. */
function useRevert({ id, version }: HistoryData, live: Live) {
  const t = useTranslations('history')
  const event = useTranslations('event')
  const saved = useAfterSave(live)
  const [busy, setBusy] = useState(false)
  const run = async ({ changeset }: HistoryEntry, change?: EventChange) => {
    if (busy) return
    setBusy(true)
    try {
      const target = change && { field: change.field as HistoryField, occurrence: change.occurrence }
      const response = await restoreEventFields({ id, version, changeset, ...target }, newKey())
      if (response.ok) saved(response, t('reverted'), { staysOpen: true })
      else {
        const { code } = response.error
        const otherwise =
          code === 'CONFLICT' ? t('changedMeanwhile') : event(code === 'NOT_FOUND' ? 'gone' : 'notSaved')
        toast({ text: await refusalText(response, otherwise) })
      }
    } catch {
      toast({ text: event('offline') })
    }
    setBusy(false)
  }
  return { run, busy }
}
