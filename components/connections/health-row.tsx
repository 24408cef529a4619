'use client'

import { RefreshCw } from 'lucide-react'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { refusalText } from '@/components/forms/refusal-text'
import { useHydrated } from '@/components/ui/hydrated'
import { toast } from '@/components/ui/toast'
import { syncNow } from '@/lib/actions/sync'
import { toSingleLine } from '@/lib/calendar/text'
import { isFeed } from '@/lib/schemas/account-name'
import type { BindingHealth, ConnectionHealth } from '@/lib/schemas/sync-health'
import type { Viewer } from '@/lib/schemas/users'
import styles from './health.module.css'
import { bindingLines } from './health-text'
import turning from './turning.module.css'

/** Length to which the name of a remote calendar is cut for a new calendar. */
const MAX_CALENDAR_NAME = 100

/** A synced calendar in the list of an account, with the state of its sync. */
export function HealthRow({
  connection,
  binding,
  viewer,
  now,
  onChanged,
}: {
  connection: ConnectionHealth
  binding: BindingHealth
  viewer: Viewer
  now: number
  onChanged(): void
}) {
  const t = useTranslations('sync')
  const { id, calendar, conflicts } = binding
  // A feed is known by the name that its user has given to its calendar.
  const name = (isFeed(connection) && calendar?.name) || binding.name
  return (
    <li className={styles.row}>
      <span className={`dot c-${calendar?.color ?? 'slate'} ${styles.mark}`} aria-hidden="true" />
      <div className={styles.about}>
        <p className={styles.name}>
          <bdi>{name}</bdi>
          {calendar && !isSameName(calendar.name, name) && (
            <small>{t('to', { calendar: calendar.name })}</small>
          )}
        </p>
        <HealthLines {...{ connection, binding, viewer, now }} />
        {conflicts > 0 && (
          <Link
            href={`/settings/calendars/sync/${id}#conflicts`}
            prefetch={false}
            className={styles.conflicts}
          >
            {t('conflictCount', { count: conflicts })}
          </Link>
        )}
      </div>
      <div className={styles.tools}>
        <SyncNowButton binding={binding} name={name} onChanged={onChanged} />
        <Link
          href={`/settings/calendars/sync/${id}`}
          prefetch={false}
          className="button"
          aria-label={t('detailsOf', { name })}
        >
          {t('details')}
        </Link>
      </div>
    </li>
  )
}

/** Whether a calendar is named after its remote calendar, whose name may be longer or contain line breaks. */
function isSameName(calendar: string, remote: string): boolean {
  return calendar === toSingleLine(remote).slice(0, MAX_CALENDAR_NAME)
}

export function HealthLines({
  connection,
  binding,
  viewer,
  now,
}: {
  connection: ConnectionHealth
  binding: BindingHealth
  viewer: Viewer
  now: number
}) {
  const t = useTranslations('sync')
  return (
    <div className={styles.lines} role="status">
      {bindingLines(binding, connection, { t, viewer, now }).map(({ text, tone }) => (
        // Times are relative to the clock of the server in the HTML, and to that of the browser later.
        <p key={text} className={tone === 'problem' ? styles.problem : undefined} suppressHydrationWarning>
          {text}
        </p>
      ))}
    </div>
  )
}

/** Button that starts a run. Not shown while the sync is paused, or waits for an approval. */
export function SyncNowButton({
  binding,
  name = binding.name,
  onChanged,
}: {
  binding: BindingHealth
  /** The name under which the calendar is listed. */
  name?: string
  onChanged(): void
}) {
  const t = useTranslations('sync')
  const isHydrated = useHydrated()
  const [isBusy, setBusy] = useState(false)
  const { id, state, isRunning } = binding
  if (state === 'paused' || state === 'needs-approval') return null
  const run = async () => {
    if (isBusy || isRunning) return
    setBusy(true)
    const response = await syncNow({ binding: id }).catch(() => null)
    if (!response?.ok) toast({ text: await refusalText(response, t('failed')) })
    setBusy(false)
    onChanged()
  }
  return (
    <button
      type="button"
      className="button"
      disabled={!isHydrated}
      aria-disabled={isBusy || isRunning}
      aria-label={t('syncNowOf', { name })}
      onClick={() => void run()}
    >
      <RefreshCw size={16} aria-hidden className={isRunning ? turning.turning : undefined} />
      {t(state === 'stopped' ? 'tryAgain' : 'syncNow')}
    </button>
  )
}
