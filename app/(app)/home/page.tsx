import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { HomePage } from '@/components/home/home-page'
import { ClientMessages } from '@/components/shell/client-messages'
import { db } from '@/db/client'
import { reach } from '@/lib/access/reach'
import { pageUser, viewerOf } from '@/lib/http/actor'
import { home } from '@/lib/queries/home'
import { streamsOf } from '@/lib/queries/streams'
import { realtimeSettings } from '@/lib/realtime/settings'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('app')
  return { title: t('home') }
}

export default async function HomeView() {
  const user = await pageUser('/home')
  const reached = await reach(db, { kind: 'user', id: user.id })
  const now = Date.now()
  return (
    <ClientMessages namespaces={['home', 'history', 'event', 'repeat', 'palette', 'change']}>
      <HomePage
        home={await home(db, reached, user, now)}
        viewer={viewerOf(user)}
        now={now}
        groups={reached.groups.length}
        streams={streamsOf(reached)}
        realtime={realtimeSettings()}
      />
    </ClientMessages>
  )
}
