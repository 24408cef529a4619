import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { GroupPage } from '@/components/group/group-page'
import { ClientMessages } from '@/components/shell/client-messages'
import { db } from '@/db/client'
import { grant } from '@/lib/access/grant'
import { loadReach } from '@/lib/access/reach'
import { env } from '@/lib/env'
import { AppError } from '@/lib/errors'
import { pageUser, viewerOf } from '@/lib/http/actor'
import { groupOverview } from '@/lib/queries/groups'
import { streamsOf } from '@/lib/queries/streams'
import { realtimeSettings } from '@/lib/realtime/settings'
import { uuid } from '@/lib/schemas/text'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('groups')
  return { title: t('title') }
}

export default async function Group({ params }: { params: Promise<{ id: string }> }) {
  const id = uuid.safeParse((await params).id)
  if (!id.success) notFound()
  const user = await pageUser(`/groups/${id.data}`)
  const actor = { kind: 'user', id: user.id } as const
  const streams = streamsOf(await loadReach(db, actor))
  const group = await db
    .transaction(async (tx) => groupOverview(tx, await grant(tx, actor, 'read', 'group', id.data)))
    .catch((error) => {
      if (error instanceof AppError) notFound()
      throw error
    })
  return (
    <ClientMessages
      namespaces={[
        'group',
        'groupInvitations',
        'members',
        'birthday',
        'palette',
        'lostEvents',
        'people',
        'confirmAddress',
        'errors',
      ]}
    >
      <GroupPage
        initial={group}
        viewer={viewerOf(user)}
        streams={streams}
        realtime={realtimeSettings()}
        canSendMail={Boolean(env.smtpUrl)}
      />
    </ClientMessages>
  )
}
