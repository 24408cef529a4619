import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { DefaultAlarmsCard } from '@/components/alarms/default-alarms'
import { HiddenEvents } from '@/components/alarms/hidden-events'
import { ClientMessages } from '@/components/shell/client-messages'
import { db } from '@/db/client'
import { loadReach } from '@/lib/access/reach'
import { pageUser, viewerOf } from '@/lib/http/actor'
import { userDefaultAlarms } from '@/lib/queries/default-alarms'
import { hiddenEvents } from '@/lib/queries/hidden-events'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('alarms')
  return { title: t('title') }
}

export default async function Alerts() {
  const user = await pageUser('/settings/alerts')
  const t = await getTranslations('alarms')
  const reach = await loadReach(db, { kind: 'user', id: user.id })
  const [alarms, hidden] = await Promise.all([userDefaultAlarms(db, user.id), hiddenEvents(db, reach)])
  return (
    <main className="page" id="main">
      <h1>{t('title')}</h1>
      <ClientMessages namespaces={['alarms', 'errors']}>
        <DefaultAlarmsCard alarms={alarms} viewer={viewerOf(user)} />
        <HiddenEvents events={hidden} viewer={viewerOf(user)} now={Date.now()} />
      </ClientMessages>
    </main>
  )
}
