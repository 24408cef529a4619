'use client'

import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useSubmit } from '@/components/forms/submit'
import { FormError } from '@/components/forms/submit-row'
import { toast } from '@/components/ui/toast'
import { undo } from '@/lib/actions/events'
import { joinParts } from '@/lib/calendar/format'
import type { ConnectionHealth } from '@/lib/schemas/sync-health'
import type { SyncLogEntry, SyncLogRun } from '@/lib/schemas/sync-log'
import type { Viewer } from '@/lib/schemas/users'
import styles from './binding.module.css'
import { problemText } from './health-text'
import { SyncEvent } from './sync-event'
import { undoRun } from './undo-run'

const COUNTS = ['added', 'changed', 'deleted', 'sent', 'conflicts', 'skipped'] as const
const REASONS = [
  ...(['invalid', 'unreadable', 'too-large', 'duplicate', 'unsupported'] as const),
  ...(['forbidden', 'refused', 'failed'] as const),
]

interface HistoryProps {
  connection: Pick<ConnectionHealth, 'kind'>
  /** The name of the provider. */
  source: string
  viewer: Viewer
  onUndone(): void
}

/** Lists the last runs with their changes, event by event. */
export function SyncHistory({
  runs,
  isOneWay,
  ...props
}: HistoryProps & { isOneWay: boolean; runs: readonly SyncLogRun[] }) {
  const t = useTranslations('sync')
  return (
    <section className="card stack" aria-labelledby="sync-history">
      <h2 id="sync-history">{t('history')}</h2>
      <p className="muted">{t('historyHint')}</p>
      {isOneWay && runs.length > 0 && <p className="muted">{t('undoOneWay', { source: props.source })}</p>}
      {runs.length === 0 && <p>{t('historyEmpty')}</p>}
      <ul className={styles.runs}>
        {runs.map((run) => (
          <Run key={run.id} run={run} {...props} />
        ))}
      </ul>
    </section>
  )
}

function Run({ run, connection, source, viewer, onUndone }: HistoryProps & { run: SyncLogRun }) {
  const t = useTranslations('sync')
  const { button, formError, submit } = useSubmit()
  const { startedAt, outcome, problem, counts, entries, more, changesets } = run
  const { locale, timeZone, hourCycle } = viewer
  const when = new Intl.DateTimeFormat(locale, {
    ...{ dateStyle: 'medium', timeStyle: 'short' },
    ...{ calendar: 'gregory', timeZone, hourCycle },
  }).format(startedAt)
  const numbers = COUNTS.filter((name) => counts[name] > 0).map((name) =>
    t(`counts.${name}`, { count: counts[name] }),
  )
  const [keys] = useState(() => new Map<string, string>())
  return (
    <li className={styles.run}>
      <details>
        <summary>
          <span>
            <time dateTime={new Date(startedAt).toISOString()}>{when}</time>{' '}
            <small>
              {outcome === 'done' && numbers.length ? joinParts(numbers, locale) : t(`outcomes.${outcome}`)}
            </small>
          </span>
        </summary>
        {problem && <p className="error">{problemText(problem, connection, t)}</p>}
        {entries.length > 0 && (
          <ul>
            {entries.map((entry) => (
              <Entry key={entry.id} entry={entry} source={source} timeZone={timeZone} />
            ))}
          </ul>
        )}
        {more > 0 && <p className="muted">{t('andMore', { count: more })}</p>}
        <FormError error={formError()} />
        {changesets.length > 0 && (
          <button
            type="button"
            className="button"
            {...button}
            aria-label={t('undoRunOf', { when })}
            onClick={() =>
              void submit(
                () => undoRun(changesets, keys, undo),
                ({ isPartial }) => {
                  toast({ text: isPartial ? t('undonePartly') : t('undone') })
                  onUndone()
                },
              )
            }
          >
            {t('undoRun')}
          </button>
        )}
      </details>
    </li>
  )
}

function Entry({
  entry: { title, event, direction, op, reason },
  source,
  timeZone,
}: {
  entry: SyncLogEntry
  source: string
  timeZone: string
}) {
  const t = useTranslations('sync')
  const knownReason = REASONS.find((other) => other === reason)
  return (
    <li className={styles.entry}>
      {/* Without the span, the title would be a grid item, aligned by the direction of its text. */}
      <span>
        <SyncEvent title={title} event={event} timeZone={timeZone} />
      </span>
      <small>
        {/* A deletion that waits for an approval has changed nothing. */}
        {reason === 'held'
          ? t('outcomes.needs-approval')
          : direction === 'in'
            ? t(`entry.in.${op}`)
            : t(`entry.out.${op}`, { source })}
        {knownReason && ` · ${t(`reasons.${knownReason}`, { source })}`}
      </small>
    </li>
  )
}
