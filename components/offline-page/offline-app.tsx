'use client'

import { CloudOff } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useEffect } from 'react'
import { CalendarPage } from '@/components/calendar/calendar-page'
import { preloadView } from '@/components/calendar/views'
import { OpenSharedEvent } from '@/components/event/open-shared-event'
import { restoreData } from '@/components/offline/restore-data'
import { PlainLink } from '@/components/shell/link'
import { Nav } from '@/components/shell/nav'
import shell from '@/components/shell/shell.module.css'
import { packRange } from '@/lib/calendar/pack'
import { currentView, isHomePath, type OfflineContent } from './load-offline-content'
import { OfflineBar } from './offline-bar'
import { OfflineHome } from './offline-home'
import styles from './offline-page.module.css'

// Requests the script of the view now, not only when the view is rendered.
if (typeof window !== 'undefined' && !isHomePath()) preloadView(currentView())

/** The app, drawn from the user's offline storage. */
export function OfflineApp({ content }: { content: Extract<OfflineContent, { user: object }> }) {
  const { viewer } = content.props
  const client = content.page === 'calendar' ? content.client : null
  // The first paint does not wait for the rest of the stored data.
  useEffect(() => {
    if (client) void restoreData(client, viewer)
  }, [client, viewer])
  return (
    <div className={shell.shell}>
      <Nav name={viewer.name} bell={null} />
      {content.page === 'calendar' && (
        <CalendarPage
          {...content.props}
          client={content.client}
          route={content.route}
          range={packRange(content.range)}
          now={Date.now()}
          nonce={undefined}
        />
      )}
      {content.page === 'home' && <OfflineHome {...content.props} />}
      {content.page === 'new' && <OpenSharedEvent user={viewer.id} timeZone={viewer.timeZone} />}
      {content.page === 'no-page' && <NoPage />}
      <OfflineBar viewer={viewer} storedAt={content.at} />
    </div>
  )
}

function NoPage() {
  const t = useTranslations('offline')
  const nav = useTranslations('nav')
  return (
    <main className={styles.message} id="main">
      <CloudOff size={28} aria-hidden />
      <h1>{t('noPage')}</h1>
      <p>{t('noPageHint')}</p>
      <PlainLink className="button primary" href="/calendar">
        {nav('calendar')}
      </PlainLink>
    </main>
  )
}
