'use client'

import { useTranslations } from 'next-intl'
import { useLive } from '@/components/live/live'
import { Toasts } from '@/components/ui/toast'
import type { RealtimeSettings } from '@/lib/realtime/client'
import type { NotificationsOutput } from '@/lib/schemas/notifications'
import type { Viewer } from '@/lib/schemas/users'
import { NotificationList } from './notification-list'
import { useNotifications } from './use-notifications'

export function NotificationsPage({
  list,
  viewer,
  now,
  streams,
  realtime,
}: {
  list: NotificationsOutput
  viewer: Viewer
  /** Time at which the server rendered the page, in epoch milliseconds. */
  now: number
  streams: Record<string, number>
  realtime: RealtimeSettings
}) {
  const t = useTranslations('notifications')
  const state = useNotifications(list)
  useLive(realtime, streams, () => {})
  return (
    <main className="page" id="main">
      <h1>{t('title')}</h1>
      <NotificationList state={state} viewer={viewer} now={now} />
      <Toasts />
    </main>
  )
}
