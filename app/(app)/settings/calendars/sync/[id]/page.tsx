import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { BindingPage } from '@/components/connections/binding-page'
import { ClientMessages } from '@/components/shell/client-messages'
import { db } from '@/db/client'
import { grant } from '@/lib/access/grant'
import { isAtLeast } from '@/lib/calendar/roles'
import { AppError } from '@/lib/errors'
import { pageUser, requestReach, viewerOf } from '@/lib/http/actor'
import { connectionsOf } from '@/lib/queries/connections'
import { streamsOf } from '@/lib/queries/streams'
import { syncConflictsOf } from '@/lib/queries/sync-conflicts'
import { heldDeletions, syncLog } from '@/lib/queries/sync-log'
import { twoWayEffects } from '@/lib/queries/two-way-effects'
import { realtimeSettings } from '@/lib/realtime/settings'
import { uuid } from '@/lib/schemas/text'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('sync')
  return { title: t('connected') }
}

/** Details and settings of a synced calendar of the user. */
export default async function SyncedCalendar({ params }: { params: Promise<{ id: string }> }) {
  const id = uuid.safeParse((await params).id)
  if (!id.success) notFound()
  const user = await pageUser(`/settings/calendars/sync/${id.data}`)
  const actor = { kind: 'user', id: user.id } as const
  const { reach } = await requestReach()
  const found = await db
    .transaction(async (tx) => {
      const binding = await grant(tx, actor, 'read', 'binding', id.data)
      return {
        deletions: await heldDeletions(tx, binding),
        conflicts: await syncConflictsOf(tx, binding),
        runs: await syncLog(tx, binding),
        twoWayEffects: await twoWayEffects(tx, binding),
      }
    })
    .catch((error) => {
      if (error instanceof AppError) notFound()
      throw error
    })
  const connections = await connectionsOf(db, user.id)
  const connection = connections.find(({ bindings }) => bindings.some((binding) => binding.id === id.data))
  const binding = connection?.bindings.find((binding) => binding.id === id.data)
  // The calendar may have been disconnected since the grant.
  if (!connection || !binding) notFound()
  return (
    <ClientMessages namespaces={['sync', 'history', 'event', 'repeat', 'palette', 'errors']}>
      <BindingPage
        {...{ connection, binding, ...found }}
        calendars={reach.calendars
          .filter(({ level }) => isAtLeast(level, 'editor'))
          .map(({ id, name }) => ({ id, name }))}
        viewer={viewerOf(user)}
        now={Date.now()}
        streams={streamsOf(reach)}
        realtime={realtimeSettings()}
      />
    </ClientMessages>
  )
}
