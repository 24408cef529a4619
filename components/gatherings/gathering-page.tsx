'use client'

import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { useEffect, useRef, useState } from 'react'
import { LaterComments } from '@/components/comments/later-comments'
import { newKey } from '@/components/forms/once'
import { refusalText } from '@/components/forms/refusal-text'
import { useLive } from '@/components/live/live'
import { later, OptionalPart } from '@/components/shell/later'
import { useUnseen } from '@/components/shell/unseen-store'
import { NOTIFICATIONS_CHANGED } from '@/components/shell/watch-unseen'
import { LaterOwnerTasks } from '@/components/tasks/later-owner-tasks'
import { useHydrated } from '@/components/ui/hydrated'
import { useLatestRequest } from '@/components/ui/latest-request'
import { useNow } from '@/components/ui/now'
import { usePageVisible } from '@/components/ui/page-visible'
import { Toasts, toast } from '@/components/ui/toast'
import { voteGathering } from '@/lib/actions/gatherings'
import { markNotificationsRead } from '@/lib/actions/notifications'
import type { RealtimeSettings } from '@/lib/realtime/client'
import type { GatheringPageData } from '@/lib/schemas/gathering-page'
import type { Viewer } from '@/lib/schemas/users'
import { GatheringHead } from './gathering-head'
import { GatheringHistory } from './gathering-history'
import styles from './gatherings.module.css'
import { OrganizerTools } from './organizer-tools'
import { Participants } from './participants'
import { PresentPeople } from './present-people'
import { useUndoAction } from './use-commands'
import { Voting } from './voting'
import type { TargetCalendar } from './voting-props'

const ProposeTimes = later(() => import('./propose-times').then((all) => all.ProposeTimes), ['gatheringForm'])

/** The page of a gathering for a signed-in user; votes and slots of others appear as they change. */
export function GatheringPage({
  initial,
  viewer,
  calendars,
  streams,
  realtime,
  now,
  userAgent,
}: {
  initial: GatheringPageData
  viewer: Viewer
  calendars: readonly TargetCalendar[]
  streams: Record<string, number>
  realtime: RealtimeSettings
  now: number
  userAgent: string
}) {
  const t = useTranslations('gathering')
  const event = useTranslations('event')
  const isHydrated = useHydrated()
  const [client] = useState(() => new QueryClient())
  const [page, setPage] = useState<GatheringPageData | null>(initial)
  const [loadedAt, setLoadedAt] = useState(now)
  const [isProposing, setProposing] = useState(false)
  const latest = useLatestRequest()
  const hasLostAccess = useRef(false)
  const { id } = initial.gathering
  const slug = page?.gathering.slug ?? initial.gathering.slug
  const refetch = async () => {
    if (hasLostAccess.current) return
    const signal = latest()
    const at = Date.now()
    const response = await fetch(`/api/view/gathering/${slug}`, { signal }).catch(() => null)
    const found: GatheringPageData | null = response?.ok ? await response.json().catch(() => null) : null
    if (signal.aborted) return
    if (found) {
      setPage(found)
      setLoadedAt(at)
      void client.invalidateQueries()
    } else if (response?.status === 404) {
      hasLostAccess.current = true
      setPage(null)
    }
  }
  const [presentIds, setPresentIds] = useState<string[]>([])
  const { notifications } = useUnseen()
  const isVisible = usePageVisible()
  useEffect(() => {
    if (!notifications || !isVisible) return
    markNotificationsRead({ which: { gathering: id } })
      .then(() => dispatchEvent(new Event(NOTIFICATIONS_CHANGED)))
      // On failure they stay unread until the page is opened again.
      .catch(() => {})
  }, [id, notifications, isVisible])
  const live = useLive(
    realtime,
    streams,
    refetch,
    initial.gathering.participantsHidden ? undefined : { gathering: id, onPresent: setPresentIds },
  )
  const wall = useNow(now, viewer.timeZone)
  const undoAction = useUndoAction(live, refetch)

  if (!page) {
    return (
      <main className="page" id="main">
        <div className="card empty">
          <h1>{t('gone')}</h1>
          <p className="muted">{t('goneHint')}</p>
          <Link href="/gatherings" className="button">
            {t('all')}
          </Link>
        </div>
        <Toasts />
      </main>
    )
  }

  const save = async (votes: Parameters<typeof voteGathering>[0]['votes'], comment: string) => {
    const response = await voteGathering({ gathering: id, votes, comment }, newKey()).catch(() => null)
    if (!response?.ok) {
      toast({ text: await refusalText(response, t(response ? 'notSaved' : 'offline')) })
      if (response) void refetch()
      return false
    }
    live.markSeen(response.seqs)
    await refetch()
    const { removed } = response.result
    const text = removed.length ? t('savedWithout', { count: removed.length }) : t('saved')
    toast({ text, ...undoAction(response.changeset) })
    return true
  }
  return (
    <QueryClientProvider client={client}>
      <main className={styles.page} id="main">
        <GatheringHead page={page} format={viewer} now={loadedAt} userAgent={userAgent} t={t} event={event} />
        {!page.gathering.participantsHidden && (
          <PresentPeople ids={presentIds} participants={page.participants} />
        )}
        <OrganizerTools
          page={page}
          viewer={viewer}
          now={loadedAt}
          calendars={calendars}
          live={live}
          onChanged={refetch}
        />
        <Voting
          page={page}
          format={viewer}
          isDeviceZone={false}
          now={loadedAt}
          saving={{ kind: 'command', save }}
        />
        {page.can.addSlots && !page.can.write && (
          <details onToggle={({ currentTarget }) => setProposing(currentTarget.open)}>
            <summary>{t('propose')}</summary>
            {isProposing && (
              <OptionalPart>
                <ProposeTimes {...{ gathering: id, viewer, now: loadedAt, live }} onChanged={refetch} />
              </OptionalPart>
            )}
          </details>
        )}
        <LaterOwnerTasks owner={{ gathering: id }} {...{ viewer, wall, live }} />
        <Participants page={page} viewer={viewer} live={live} onChanged={refetch} />
        {isHydrated && (
          <section>
            <LaterComments
              thread={{ gathering: id }}
              viewer={viewer}
              live={live}
              isPaused={false}
              retryText={t('retryComments')}
            />
          </section>
        )}
        <GatheringHistory id={id} viewer={viewer} />
        <Toasts />
      </main>
    </QueryClientProvider>
  )
}
