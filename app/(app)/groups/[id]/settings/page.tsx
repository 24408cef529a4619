import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { GroupSettings } from '@/components/group/group-settings'
import { ClientMessages } from '@/components/shell/client-messages'
import { db } from '@/db/client'
import { grant } from '@/lib/access/grant'
import { AppError } from '@/lib/errors'
import { pageUser } from '@/lib/http/actor'
import { groupProfile } from '@/lib/queries/groups'
import { uuid } from '@/lib/schemas/text'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('groupSettings')
  return { title: t('settings') }
}

export default async function SettingsOfGroup({ params }: { params: Promise<{ id: string }> }) {
  const id = uuid.safeParse((await params).id)
  if (!id.success) notFound()
  const user = await pageUser(`/groups/${id.data}/settings`)
  const actor = { kind: 'user', id: user.id } as const
  const group = await db
    .transaction(async (tx) => groupProfile(await grant(tx, actor, 'read', 'group', id.data)))
    .catch((error) => {
      if (error instanceof AppError) notFound()
      throw error
    })
  return (
    <ClientMessages namespaces={['groupSettings', 'picture', 'palette', 'errors']}>
      <GroupSettings group={group} />
    </ClientMessages>
  )
}
