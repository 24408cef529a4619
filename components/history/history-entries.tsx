'use client'

import { Undo2 } from 'lucide-react'
import { useTranslations } from 'next-intl'
import type { Live } from '@/components/live/live'
import { Avatar } from '@/components/ui/avatar'
import {
  authorText,
  type ChangeText,
  changeText,
  occurrenceText,
  otherPersonText,
} from '@/lib/event-text/change-text'
import type { ChangeContext } from '@/lib/event-text/value-text'
import type { EventHistoryOutput, HistoryEntry } from '@/lib/schemas/history'
import type { Viewer } from '@/lib/schemas/users'
import { useChangeContext } from './change-context'
import { FromTo, hasContent } from './from-to'
import styles from './history.module.css'
import { useRevert } from './revert'

/** Lists the entries of an event's history, with buttons that revert them. */
export function HistoryEntries({
  history,
  viewer,
  today,
  live,
}: {
  history: EventHistoryOutput
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
              {entry.changes.filter(hasContent).map((change) => (
                <Change
                  key={`${change.field} ${change.occurrence} ${change.person}`}
                  text={changeText(change, context)}
                  day={change.occurrence && occurrenceText(change.occurrence, context)}
                  person={otherPersonText(change, authorText(entry, context), context)}
                  onRestore={change.restorable ? () => revert.run(entry, change) : undefined}
                  isBusy={revert.isBusy}
                />
              ))}
            </ul>
            {entry.changes.filter((change) => change.restorable).length > 1 && (
              <button
                type="button"
                className={styles.historyBack}
                aria-disabled={revert.isBusy}
                onClick={() => revert.run(entry)}
              >
                <Undo2 size={14} className="flips" aria-hidden /> {t('revertAll')}
              </button>
            )}
          </li>
        ))}
      </ol>
      {history.hasMore && <p className="muted">{t('more')}</p>}
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
      <Avatar id={entry.by?.id ?? 'kinday'} name={author} color={entry.by?.color} />
      <p>
        <bdi className={styles.historyWho}>{author}</bdi> {t(entry.isUndo ? 'did.undo' : `did.${op}`)}
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
  isBusy,
}: {
  text: ChangeText
  day: string | null
  person: string | null
  onRestore: (() => void) | undefined
  isBusy: boolean
}) {
  const t = useTranslations('history')
  return (
    <li className={styles.historyChange}>
      <p className={styles.historyField}>
        {text.field}
        {day && <span> {t('onDay', { day })}</span>}
        {person && <span> {t('ofPerson', { person })}</span>}
      </p>
      <FromTo {...text} />
      {onRestore && (
        <button
          type="button"
          className={styles.historyBack}
          aria-disabled={isBusy}
          onClick={onRestore}
          aria-label={t('revertField', { field: text.field, value: text.from })}
        >
          <Undo2 size={14} className="flips" aria-hidden /> {t('revert')}
        </button>
      )}
    </li>
  )
}
