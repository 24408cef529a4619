'use client'

import { useRouter } from 'next/navigation'
import { useLocale, useTranslations } from 'next-intl'
import { useEffect, useRef } from 'react'
import { useLive } from '@/components/live/live'
import { PageTitle } from '@/components/ui/page-title'
import { Toasts } from '@/components/ui/toast'
import { DAY } from '@/lib/calendar/day'
import { wallAt } from '@/lib/calendar/zones/wall-time'
import type { RealtimeSettings } from '@/lib/realtime/client'
import { accountName, isFeed } from '@/lib/schemas/account-name'
import type { BindingHealth, ConnectionHealth } from '@/lib/schemas/sync-health'
import type { HeldDeletions, SyncConflictItem, SyncLogRun, TwoWayEffects } from '@/lib/schemas/sync-log'
import type { Viewer } from '@/lib/schemas/users'
import styles from './binding.module.css'
import { BindingSettings } from './binding-settings'
import { ConnectAgain } from './connect-button'
import { Deletions } from './deletions'
import { Disconnect } from './disconnect'
import { HealthLines, SyncNowButton } from './health-row'
import { connectionLine } from './health-text'
import { kindName } from './kind-name'
import { PauseButton } from './pause-button'
import { SyncConflicts } from './sync-conflicts'
import { SyncHistory } from './sync-history'
import { useHealth } from './use-health'
import { useRefreshAfterRun } from './use-refresh-after-run'

export interface BindingPageProps {
  connection: ConnectionHealth
  binding: BindingHealth
  deletions: HeldDeletions[]
  conflicts: SyncConflictItem[]
  runs: SyncLogRun[]
  twoWayEffects: TwoWayEffects | null
  /** Calendars in which the events can be shown, too. */
  calendars: { id: string; name: string }[]
  viewer: Viewer
  /** Time at which the server rendered the page, in epoch milliseconds. */
  now: number
  streams: Record<string, number>
  realtime: RealtimeSettings
}

/** Page of a synced calendar: the state of its sync, the user's pending decisions, its settings and its history. */
export function BindingPage(props: BindingPageProps) {
  const { connection: initial, binding: initialBinding, viewer, streams, realtime } = props
  const t = useTranslations('sync')
  const locale = useLocale()
  const router = useRouter()
  const refresh = () => router.refresh()
  const heading = useRef<HTMLHeadingElement>(null)
  const conflictsHeading = useRef<HTMLHeadingElement>(null)
  const choice = useRef<'conflict' | 'other' | null>(null)
  useLive(realtime, streams, refresh)
  const { connections, now, reload } = useHealth([initial], props.now)
  const connection = connections.find(({ id }) => id === initial.id) ?? initial
  const binding = connection.bindings.find(({ id }) => id === initialBinding.id) ?? initialBinding
  useRefreshAfterRun(binding.isRunning)
  const expectRun = () => {
    choice.current ??= 'other'
    reload()
  }
  const refreshAfterChoice = () => {
    expectRun()
    refresh()
  }
  const refreshAfterConflict = () => {
    choice.current = 'conflict'
    refreshAfterChoice()
  }
  // The button that the user has pressed is gone once the page shows the result.
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs when the page was loaded again
  useEffect(() => {
    if (choice.current && document.activeElement === document.body) {
      const next =
        choice.current === 'conflict' ? (conflictsHeading.current ?? heading.current) : heading.current
      next?.focus({ preventScroll: true })
    }
    choice.current = null
  }, [props.deletions, props.conflicts, props.runs])
  const line = connectionLine(connection, { t, viewer, now })
  const today = Math.floor(wallAt(props.now, viewer.timeZone) / DAY)
  const kind = kindName(connection, t)
  const source = isFeed(connection) ? binding.name : kind
  const connectAgain = !isFeed(connection) &&
    (connection.problem || connection.consentExpiresAt !== null) && (
      <ConnectAgain connection={connection} label={t('connectAgain')} passwordLabel={t('enterPassword')} />
    )
  return (
    <main className={`page ${styles.page}`} id="main">
      <PageTitle
        title={binding.name}
        color={binding.calendar?.color ?? 'slate'}
        backTo={['/settings/calendars', t('back')]}
        heading={heading}
      >
        <p className="muted">
          {kind} · <bdi>{accountName(connection, locale)}</bdi>
        </p>
        {line && <p className={line.tone === 'problem' ? 'error' : 'muted'}>{line.text}</p>}
        <HealthLines {...{ connection, binding, viewer, now }} />
        <div className="row">
          {/* While the access has ended, nothing else helps. */}
          {connection.problem && connectAgain}
          <SyncNowButton binding={binding} onChanged={expectRun} />
          {binding.state !== 'stopped' && <PauseButton binding={binding} onChanged={refresh} />}
          {!connection.problem && connectAgain}
        </div>
      </PageTitle>
      {props.deletions.length > 0 && (
        <Deletions
          binding={binding.id}
          deletions={props.deletions}
          source={source}
          onDecided={refreshAfterChoice}
        />
      )}
      <SyncConflicts
        conflicts={props.conflicts}
        {...{ source, viewer, today }}
        heading={conflictsHeading}
        onResolved={refreshAfterConflict}
      />
      <BindingSettings
        binding={binding}
        kind={connection.kind}
        calendars={props.calendars}
        twoWayEffects={props.twoWayEffects}
        source={source}
        onSaved={refresh}
      />
      <SyncHistory
        runs={props.runs}
        isOneWay={binding.direction === 'pull'}
        {...{ connection, source, viewer }}
        onUndone={refreshAfterChoice}
      />
      <Disconnect binding={binding} source={source} />
      <Toasts />
    </main>
  )
}
