'use client'

import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useEffect, useMemo, useRef } from 'react'
import { ReceivedInvitations } from '@/components/group/received'
import { useLive } from '@/components/live/live'
import { useNow } from '@/components/ui/now'
import { Toasts } from '@/components/ui/toast'
import { DAY, HOUR } from '@/lib/calendar/day'
import { fullDay } from '@/lib/calendar/format'
import { type PackedRange, unpackRange } from '@/lib/calendar/pack'
import { FLAG, toItems } from '@/lib/calendar/tuple'
import type { RealtimeSettings } from '@/lib/realtime/client'
import type { EventInvitation } from '@/lib/schemas/event-invitations'
import type { ListedGathering } from '@/lib/schemas/gathering-page'
import type { Home } from '@/lib/schemas/home'
import type { ReceivedInvitation } from '@/lib/schemas/invitation-preview'
import type { ReceivedShare } from '@/lib/schemas/shares'
import type { UnsolvedSyncProblem } from '@/lib/schemas/sync-health'
import type { Viewer } from '@/lib/schemas/users'
import { Coming } from './coming'
import { DueReminders } from './due-reminders'
import { Duties } from './duties'
import { EventInvitations } from './event-invitations'
import { GettingStarted } from './getting-started'
import styles from './home.module.css'
import { News } from './news'
import type { HomeSectionProps } from './section-props'
import { SyncAttention } from './sync-attention'
import { Tasks } from './tasks'
import { Today } from './today'
import { Unanswered } from './unanswered'
import { WaitingVotes } from './waiting-votes'

export interface HomePageProps {
  home: Omit<Home, 'range'> & { range: PackedRange }
  /** Invitations to groups. */
  invitations: ReceivedInvitation[]
  /** Shares of calendars: recent ones, and those that wait to be accepted. */
  shares: ReceivedShare[]
  /** Invitations to events that wait to be accepted. */
  eventInvitations: EventInvitation[]
  /** Gatherings that wait for the user's vote. Missing on a page that an earlier version stored for reading offline. */
  waitingVotes?: ListedGathering[]
  /** Problems of connected calendars that the user can solve. Missing like `waitingVotes`. */
  attention?: UnsolvedSyncProblem[]
  viewer: Viewer
  /** Time at which the server rendered the page, in epoch milliseconds. */
  now: number
  /** Number of the user's groups. */
  groups: number
  streams: Record<string, number>
  realtime: RealtimeSettings
}

/** Home page: today, upcoming events, reminders and news; refreshes when something changes. */
export function HomePage(props: HomePageProps) {
  const { home, invitations, shares, eventInvitations, viewer, now, groups, streams, realtime } = props
  const t = useTranslations('home')
  const wall = useNow(now, viewer.timeZone)
  const today = Math.floor(wall / DAY)
  const { extras } = home
  const range = useMemo(() => unpackRange(home.range), [home.range])
  const items = useMemo(() => toItems(range.tuples, viewer.timeZone), [range, viewer.timeZone])
  const sectionProps: HomeSectionProps = { items, range, extras, viewer, wall, today }
  useRefresh(streams, realtime, today)
  useKeepOffline(props)
  const upcoming = items.filter((item) => item.end > wall && !(item.flags & FLAG.cancelled))
  return (
    <main className={styles.page} id="main">
      <header className={styles.header}>
        <p>{t('greeting', { part: partOfDay(wall), name: viewer.name })}</p>
        <h1>{fullDay(today, viewer.locale)}</h1>
      </header>
      <SyncAttention items={props.attention ?? []} />
      <ReceivedInvitations invitations={invitations} shares={shares} />
      <EventInvitations invitations={eventInvitations} viewer={viewer} today={today} />
      <div className={styles.columns}>
        <div className={styles.main}>
          <Unanswered {...sectionProps} invitations={home.invitations} />
          <WaitingVotes gatherings={props.waitingVotes ?? []} viewer={viewer} today={today} />
          <Today {...sectionProps} />
          {upcoming.length === 0 && <GettingStarted groups={groups} />}
          <Coming {...sectionProps} />
        </div>
        <div className={styles.side}>
          {/* Missing on a page that an earlier version stored for reading offline. */}
          <Duties duties={home.duties ?? []} viewer={viewer} today={today} />
          <Tasks tasks={home.tasks ?? []} viewer={viewer} wall={wall} />
          <DueReminders {...sectionProps} />
          <News {...home} now={now} viewer={viewer} />
          {upcoming.length > 0 && groups === 0 && <GettingStarted groups={groups} />}
        </div>
      </div>
      <Toasts />
    </main>
  )
}

/** Delay after which the page is stored for reading offline. */
const KEEP_DELAY_MS = 3000

function useKeepOffline(props: HomePageProps): void {
  useEffect(() => {
    const keep = () => import('./keep-home').then(({ keepHome }) => keepHome(props)).catch(() => {})
    const timer = setTimeout(keep, KEEP_DELAY_MS)
    return () => clearTimeout(timer)
  }, [props])
}

/** Refreshes the page shortly after a change and when a new day begins. */
function useRefresh(streams: Record<string, number>, realtime: RealtimeSettings, today: number): void {
  const router = useRouter()
  const refreshTimer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useLive(realtime, streams, () => {
    clearTimeout(refreshTimer.current)
    refreshTimer.current = setTimeout(() => router.refresh(), 250)
  })
  const renderedDay = useRef(today)
  useEffect(() => {
    if (renderedDay.current !== today) router.refresh()
    renderedDay.current = today
  }, [router, today])
  useEffect(() => () => clearTimeout(refreshTimer.current), [])
}

function partOfDay(wall: number): 'night' | 'morning' | 'day' | 'evening' {
  const hour = Math.floor((wall % DAY) / HOUR)
  return hour < 5 ? 'night' : hour < 12 ? 'morning' : hour < 18 ? 'day' : 'evening'
}
