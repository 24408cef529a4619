import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { CalendarsPage } from '@/components/calendars/calendars-page'
import { ClientMessages } from '@/components/shell/client-messages'
import { db } from '@/db/client'
import { canManageGroup } from '@/lib/calendar/roles'
import { pageUser, requestReach } from '@/lib/http/actor'
import { calendarOverviews } from '@/lib/queries/calendars'
import { receivedShares } from '@/lib/queries/shares'
import { streamsOf } from '@/lib/queries/streams'
import { realtimeSettings } from '@/lib/realtime/settings'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('calendars')
  return { title: t('title') }
}

export default async function Calendars({
  searchParams,
}: {
  searchParams: Promise<{ of?: string | string[] }>
}) {
  const { of } = await searchParams
  await pageUser('/calendars')
  const { reach } = await requestReach()
  const overviews = calendarOverviews(reach)
  const groups = reach.groups.map(({ id, name, role }) => ({ id, name, manages: canManageGroup(role) }))
  return (
    <ClientMessages namespaces={['calendars', 'received', 'errors']}>
      <CalendarsPage
        calendars={overviews}
        waiting={(await receivedShares(db, reach)).filter(({ isWaiting }) => isWaiting)}
        groups={groups}
        newOwner={of?.toString()}
        streams={streamsOf(reach)}
        realtime={realtimeSettings()}
      />
    </ClientMessages>
  )
}
