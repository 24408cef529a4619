import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { NotificationsPage } from '@/components/notifications/notifications-page'
import { ClientMessages } from '@/components/shell/client-messages'
import { db } from '@/db/client'
import { pageUser, requestReach, viewerOf } from '@/lib/http/actor'
import { notificationList } from '@/lib/queries/notifications/list'
import { streamsOf } from '@/lib/queries/streams'
import { realtimeSettings } from '@/lib/realtime/settings'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('notifications')
  return { title: t('title') }
}

export default async function Notifications() {
  const user = await pageUser('/notifications')
  const { reach } = await requestReach()
  return (
    <ClientMessages namespaces={['notifications', 'event', 'history', 'repeat', 'palette']}>
      <NotificationsPage
        list={await notificationList(db, reach, user.timeZone)}
        viewer={viewerOf(user)}
        now={Date.now()}
        streams={streamsOf(reach)}
        realtime={realtimeSettings()}
      />
    </ClientMessages>
  )
}
