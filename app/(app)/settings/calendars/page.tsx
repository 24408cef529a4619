import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { AccountTools } from '@/components/connections/account-tools'
import { Birthdays } from '@/components/connections/birthdays'
import { ConnectGoogle } from '@/components/connections/connect-google'
import { HealthList } from '@/components/connections/health-list'
import { Holidays } from '@/components/connections/holidays'
import { Subscribe } from '@/components/connections/subscribe'
import { FormError } from '@/components/forms/submit-row'
import { ClientMessages } from '@/components/shell/client-messages'
import { Toasts } from '@/components/ui/toast'
import { db } from '@/db/client'
import { canManageGroup } from '@/lib/calendar/roles'
import { isAcceptedRedirectUri } from '@/lib/connectors/google/redirect-uri'
import { env } from '@/lib/env'
import { pageUser, requestReach, viewerOf } from '@/lib/http/actor'
import { googleRedirectUri } from '@/lib/http/connections'
import { connectionsOf } from '@/lib/queries/connections'
import { CONNECT_PROBLEMS } from '@/lib/schemas/connections'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('connect')
  return { title: t('title') }
}

/** Calendars of other services that the user has connected. */
export default async function ConnectedCalendars({
  searchParams,
}: {
  searchParams: Promise<{ problem?: string | string[]; subscribe?: string | string[] }>
}) {
  const user = await pageUser('/settings/calendars')
  const t = await getTranslations('connect')
  const connections = await connectionsOf(db, user.id)
  const redirectUri = await googleRedirectUri()
  const { problem, subscribe } = await searchParams
  const code = CONNECT_PROBLEMS.find((known) => known === problem?.toString())
  const { reach } = await requestReach()
  const groups = reach.groups.filter(({ role }) => canManageGroup(role)).map(({ id, name }) => ({ id, name }))
  return (
    <main className="page" id="main">
      <h1>{t('title')}</h1>
      <p className="lead">{t('lead')}</p>
      {/* The list of calendars can be long, and the provider has sent the user to the top of the page. */}
      <FormError error={code && t(`problems.${code}`)} />
      <ClientMessages namespaces={['errors', 'subscribe', 'sync']}>
        <HealthList
          connections={connections}
          tools={Object.fromEntries(
            connections.map((connection) => [
              connection.id,
              <AccountTools key={connection.id} connection={connection} />,
            ]),
          )}
          viewer={viewerOf(user)}
          now={Date.now()}
        />
        <ConnectGoogle
          isConfigured={env.google !== undefined}
          hasAccount={connections.some(({ kind }) => kind === 'google')}
          isAdmin={user.instanceAdmin}
          redirectUri={redirectUri}
          isAccepted={isAcceptedRedirectUri(redirectUri)}
          problem={code}
        />
        <Subscribe groups={groups} prefilled={subscribe?.toString() ?? ''} />
        <Holidays groups={groups} />
        <Birthdays
          groups={reach.groups.map(({ id, name, role }) => ({ id, name, canManage: canManageGroup(role) }))}
        />
        <Toasts />
      </ClientMessages>
    </main>
  )
}
