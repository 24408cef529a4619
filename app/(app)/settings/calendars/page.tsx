import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { AccountTools } from '@/components/connections/account-tools'
import { Birthdays } from '@/components/connections/birthdays'
import { ConnectAccounts } from '@/components/connections/connect-accounts'
import { HealthList } from '@/components/connections/health-list'
import { Holidays } from '@/components/connections/holidays'
import { Subscribe } from '@/components/connections/subscribe'
import { FormError } from '@/components/forms/submit-row'
import { ClientMessages } from '@/components/shell/client-messages'
import { Toasts } from '@/components/ui/toast'
import { db } from '@/db/client'
import { canManageGroup } from '@/lib/calendar/roles'
import { pageUser, requestReach, viewerOf } from '@/lib/http/actor'
import { oauthSetups } from '@/lib/http/connections'
import { connectionsOf } from '@/lib/queries/connections'
import { CONNECT_PROBLEMS, OAUTH_KINDS } from '@/lib/schemas/connections'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('connect')
  return { title: t('title') }
}

interface Props {
  searchParams: Promise<Partial<Record<'problem' | 'provider' | 'subscribe', string | string[]>>>
}

/** Calendars of other services that the user has connected. */
export default async function ConnectedCalendars({ searchParams }: Props) {
  const user = await pageUser('/settings/calendars')
  const t = await getTranslations('connect')
  const connections = await connectionsOf(db, user.id)
  const { problem: requested, provider, subscribe } = await searchParams
  const code = CONNECT_PROBLEMS.find((known) => known === requested?.toString())
  const kind = OAUTH_KINDS.find((known) => known === provider?.toString())
  const problem = code && kind && { code, kind }
  const { reach } = await requestReach()
  const groups = reach.groups.filter(({ role }) => canManageGroup(role)).map(({ id, name }) => ({ id, name }))
  return (
    <main className="page" id="main">
      <h1>{t('title')}</h1>
      <p className="lead">{t('lead')}</p>
      {/* The list of calendars can be long, and the provider has sent the user to the top of the page. */}
      <FormError error={problem && t(`problems.${problem.code}`, { kind: problem.kind })} />
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
        <ConnectAccounts setups={await oauthSetups()} isAdmin={user.instanceAdmin} problem={problem} />
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
