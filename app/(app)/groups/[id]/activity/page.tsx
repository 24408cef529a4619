import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { ActivityPage } from '@/components/activity/activity-page'
import { ClientMessages } from '@/components/shell/client-messages'
import { db } from '@/db/client'
import { grant } from '@/lib/access/grant'
import { loadReach } from '@/lib/access/reach'
import { DAY } from '@/lib/calendar/day'
import { wallAt } from '@/lib/calendar/zones/wall-time'
import { AppError } from '@/lib/errors'
import { pageUser, viewerOf } from '@/lib/http/actor'
import { activity } from '@/lib/queries/activity'
import { people } from '@/lib/queries/groups'
import { streamsOf } from '@/lib/queries/streams'
import { realtimeSettings } from '@/lib/realtime/settings'
import { uuid } from '@/lib/schemas/text'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('activity')
  return { title: t('metaTitle') }
}

export default async function ActivityOfGroup({ params }: { params: Promise<{ id: string }> }) {
  const id = uuid.safeParse((await params).id)
  if (!id.success) notFound()
  const user = await pageUser(`/groups/${id.data}/activity`)
  const actor = { kind: 'user', id: user.id } as const
  const reach = await loadReach(db, actor)
  const page = await db
    .transaction(async (tx) => {
      const granted = await grant(tx, actor, 'read', 'group', id.data)
      return {
        group: { id: granted.row.id, name: granted.row.name, role: granted.row.role },
        people: await people(tx, reach, { group: id.data }),
        first: await activity(tx, granted, reach, {}),
      }
    })
    .catch((error) => {
      if (error instanceof AppError) notFound()
      throw error
    })
  const viewer = viewerOf(user)
  return (
    <ClientMessages namespaces={['activity', 'history', 'event', 'repeat', 'palette', 'people']}>
      <ActivityPage
        {...page}
        viewer={viewer}
        today={Math.floor(wallAt(Date.now(), viewer.timeZone) / DAY)}
        streams={streamsOf(reach)}
        realtime={realtimeSettings()}
      />
    </ClientMessages>
  )
}
