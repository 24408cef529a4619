import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { HomePage } from '@/components/home/home-page'
import { ClientMessages } from '@/components/shell/client-messages'
import { db } from '@/db/client'
import { packRange } from '@/lib/calendar/pack'
import { pageUser, requestReach, viewerOf } from '@/lib/http/actor'
import { syncAttention } from '@/lib/queries/connections'
import { eventInvitations } from '@/lib/queries/event-invitations'
import { listGatherings } from '@/lib/queries/gatherings'
import { home } from '@/lib/queries/home'
import { receivedInvitations } from '@/lib/queries/invitations'
import { receivedShares } from '@/lib/queries/shares'
import { streamsOf } from '@/lib/queries/streams'
import { realtimeSettings } from '@/lib/realtime/settings'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('app')
  return { title: t('home') }
}

/** Message namespaces of the news, a third of the page: sent only if there are news. */
const NEWS_NAMESPACES = ['history', 'repeat', 'palette'] as const

export default async function HomeView() {
  const user = await pageUser('/home')
  const { reach } = await requestReach()
  const now = Date.now()
  const [invitations, shares, events, attention, { gatherings }] = await Promise.all([
    receivedInvitations(db, reach),
    receivedShares(db, reach),
    eventInvitations(db, reach),
    syncAttention(db, user.id),
    listGatherings(db, reach, { status: 'draft' }),
  ])
  const { range, ...homeData } = await home(db, reach, user, now)
  return (
    <ClientMessages
      namespaces={['home', 'received', 'event', 'change', ...(homeData.news.length ? NEWS_NAMESPACES : [])]}
    >
      <HomePage
        home={{ ...homeData, range: packRange(range) }}
        viewer={viewerOf(user)}
        now={now}
        invitations={invitations}
        shares={shares}
        eventInvitations={events}
        attention={attention}
        waitingVotes={gatherings.filter(({ hasVoted, slotCount }) => hasVoted === false && slotCount > 0)}
        groups={reach.groups.length}
        streams={streamsOf(reach)}
        realtime={realtimeSettings()}
      />
    </ClientMessages>
  )
}
