import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { CalendarSettingsPage } from '@/components/calendars/calendar-settings-page'
import { ClientMessages } from '@/components/shell/client-messages'
import { db } from '@/db/client'
import { grant } from '@/lib/access/grant'
import { loadReach } from '@/lib/access/reach'
import { AppError } from '@/lib/errors'
import { pageUser, viewerOf } from '@/lib/http/actor'
import { calendarDetail } from '@/lib/queries/calendars'
import { people } from '@/lib/queries/groups'
import { streamsOf } from '@/lib/queries/streams'
import { realtimeSettings } from '@/lib/realtime/settings'
import { uuid } from '@/lib/schemas/text'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('calendars')
  return { title: t('one') }
}

export default async function Calendar({ params }: { params: Promise<{ id: string }> }) {
  const id = uuid.safeParse((await params).id)
  if (!id.success) notFound()
  const user = await pageUser(`/calendars/${id.data}`)
  const actor = { kind: 'user', id: user.id } as const
  const reach = await loadReach(db, actor)
  const calendar = await db
    .transaction(async (tx) => calendarDetail(tx, await grant(tx, actor, 'freebusy', 'calendar', id.data)))
    .catch((error) => {
      if (error instanceof AppError) notFound()
      throw error
    })
  // Only owners can share the calendar.
  const candidates = calendar.level === 'owner' ? await people(db, reach) : { people: [], hasMore: false }
  return (
    <ClientMessages
      namespaces={[
        'calendars',
        'calendarSettings',
        'alarms',
        'lostEvents',
        'people',
        'palette',
        'confirmAddress',
        'errors',
      ]}
    >
      <CalendarSettingsPage
        calendar={calendar}
        people={candidates}
        groups={reach.groups.map(({ id, name }) => ({ id, name }))}
        viewer={viewerOf(user)}
        streams={streamsOf(reach)}
        realtime={realtimeSettings()}
      />
    </ClientMessages>
  )
}
