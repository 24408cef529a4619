'use client'

import { useTranslations } from 'next-intl'
import type { RefObject } from 'react'
import { newKey } from '@/components/forms/once'
import { useSubmit } from '@/components/forms/submit'
import { SubmitRow } from '@/components/forms/submit-row'
import { useChangeContext } from '@/components/history/change-context'
import { resolveConflict } from '@/lib/actions/sync'
import { changeText, occurrenceText } from '@/lib/event-text/change-text'
import type { SyncConflictItem } from '@/lib/schemas/sync-log'
import type { Viewer } from '@/lib/schemas/users'
import styles from './binding.module.css'
import { SyncEvent } from './sync-event'

interface ConflictProps {
  /** The name of the provider. */
  source: string
  viewer: Viewer
  /** Today as a day number. */
  today: number
  onResolved(): void
}

/** Lists events that were changed on both sides, with both values. */
export function SyncConflicts({
  conflicts,
  heading,
  ...props
}: ConflictProps & {
  conflicts: readonly SyncConflictItem[]
  heading: RefObject<HTMLHeadingElement | null>
}) {
  const t = useTranslations('sync')
  if (!conflicts.length) return null
  return (
    <section className="card stack" aria-labelledby="conflicts">
      <h2 id="conflicts" ref={heading} tabIndex={-1}>
        {t('conflicts')}
      </h2>
      <p className="muted">{t('conflictsHint', { source: props.source })}</p>
      <ul className={styles.conflicts}>
        {conflicts.map((conflict) => (
          <Conflict key={conflict.id} conflict={conflict} {...props} />
        ))}
      </ul>
    </section>
  )
}

function Conflict({
  conflict: { id, title, event, deletedBy, changes, canChoose },
  source,
  viewer,
  today,
  onResolved,
}: ConflictProps & { conflict: SyncConflictItem }) {
  const t = useTranslations('sync')
  const context = useChangeContext(viewer, today)
  const { button, formError, submit } = useSubmit()
  const choose = (choice: 'ours' | 'theirs') =>
    void submit<object>(() => resolveConflict({ conflict: id, choice }, newKey()), onResolved)
  const heading = `conflict-${id}`
  return (
    <li>
      <h3 id={heading}>
        <SyncEvent title={title} event={event} timeZone={viewer.timeZone} />
      </h3>
      {deletedBy && <p>{t(deletedBy === 'kinday' ? 'deletedInKinday' : 'deletedInSource', { source })}</p>}
      {changes.map((change) => {
        const { field, from, to } = changeText(change, context)
        const day = change.occurrence && occurrenceText(change.occurrence, context)
        return (
          <dl key={`${change.field} ${change.occurrence}`} aria-label={field}>
            <div className={styles.field}>
              <dt>
                {field} {day && <small>{context.t('onDay', { day })}</small>}
              </dt>
            </div>
            <div>
              <dt>{t('inKinday')}</dt>
              <dd dir="auto">{from}</dd>
            </div>
            <div>
              <dt>{t('inSource', { source })}</dt>
              <dd dir="auto">{to}</dd>
            </div>
          </dl>
        )
      })}
      <SubmitRow error={formError()}>
        {canChoose && deletedBy !== 'remote' && (
          <button
            type="button"
            className={deletedBy ? 'button danger' : 'button'}
            {...button}
            aria-describedby={heading}
            onClick={() => choose('ours')}
          >
            {t(deletedBy ? 'deleteEvent' : 'useOurs')}
          </button>
        )}
        <button
          type="button"
          className="button"
          {...button}
          aria-describedby={heading}
          onClick={() => choose('theirs')}
        >
          {t(deletedBy ? 'keepEvent' : 'keepTheirs', { source })}
        </button>
      </SubmitRow>
    </li>
  )
}
