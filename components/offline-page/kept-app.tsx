'use client'

import { CloudOff } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { CalendarPage } from '@/components/calendar/calendar-page'
import { OpenSharedEvent } from '@/components/event/open-shared-event'
import { HomePage } from '@/components/home/home-page'
import { PlainLink } from '@/components/shell/link'
import { Nav } from '@/components/shell/nav'
import shell from '@/components/shell/shell.module.css'
import { packRange } from '@/lib/calendar/pack'
import type { Kept } from './load-kept'
import { OfflineBar } from './offline-bar'
import styles from './offline-page.module.css'

/** The app, drawn from the user's offline storage. */
export function KeptApp({ kept }: { kept: Extract<Kept, { user: object }> }) {
  const { viewer } = kept.props
  return (
    <div className={shell.shell}>
      <Nav name={viewer.name} bell={null} />
      {kept.what === 'calendar' && (
        <CalendarPage
          {...kept.props}
          client={kept.client}
          route={kept.route}
          range={packRange(kept.range)}
          now={Date.now()}
          nonce={undefined}
        />
      )}
      {kept.what === 'home' && <HomePage {...kept.props} />}
      {kept.what === 'new' && <OpenSharedEvent user={viewer.id} timeZone={viewer.timeZone} />}
      {kept.what === 'no-page' && <NoPage />}
      <OfflineBar viewer={viewer} keptAt={kept.at} />
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
