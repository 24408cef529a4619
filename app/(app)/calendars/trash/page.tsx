import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { TrashPage } from '@/components/calendars/trash-page'
import { ClientMessages } from '@/components/shell/client-messages'
import { db } from '@/db/client'
import { loadReach } from '@/lib/access/reach'
import { pageUser, viewerOf } from '@/lib/http/actor'
import { trash } from '@/lib/queries/trash'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('trash')
  return { title: t('title') }
}

export default async function Trash() {
  const user = await pageUser('/calendars/trash')
  const deleted = await trash(db, await loadReach(db, { kind: 'user', id: user.id }))
  return (
    <ClientMessages namespaces={['trash']}>
      <TrashPage deleted={deleted} viewer={viewerOf(user)} now={Date.now()} />
    </ClientMessages>
  )
}
