import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { ConnectAccounts } from '@/components/connections/connect-accounts'
import { ConnectGoogle } from '@/components/connections/connect-google'
import { HealthList } from '@/components/connections/health-list'
import { ClientMessages } from '@/components/shell/client-messages'
import { Toasts } from '@/components/ui/toast'
import { db } from '@/db/client'
import { isAcceptedRedirectUri } from '@/lib/connectors/google/redirect-uri'
import { env } from '@/lib/env'
import { pageUser, viewerOf } from '@/lib/http/actor'
import { googleRedirectUri } from '@/lib/http/connections'
import { connectionsOf } from '@/lib/queries/connections'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('connect')
  return { title: t('title') }
}

/** Calendars of other services that the user has connected. */
export default async function ConnectedCalendars({
  searchParams,
}: {
  searchParams: Promise<{ problem?: string | string[] }>
}) {
  const user = await pageUser('/settings/calendars')
  const t = await getTranslations('connect')
  const connections = await connectionsOf(db, user.id)
  const redirectUri = await googleRedirectUri()
  return (
    <main className="page" id="main">
      <h1>{t('title')}</h1>
      <p className="lead">{t('lead')}</p>
      <ClientMessages namespaces={['sync']}>
        <HealthList connections={connections} viewer={viewerOf(user)} now={Date.now()} />
        <Toasts />
      </ClientMessages>
      <ConnectAccounts connections={connections} />
      <ConnectGoogle
        isConfigured={env.google !== undefined}
        isAdmin={user.instanceAdmin}
        redirectUri={redirectUri}
        isAccepted={isAcceptedRedirectUri(redirectUri)}
        problem={(await searchParams).problem?.toString()}
      />
    </main>
  )
}
