import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { ImportPage } from '@/components/import/import-page'
import { ClientMessages } from '@/components/shell/client-messages'
import { db } from '@/db/client'
import { loadReach } from '@/lib/access/reach'
import { isAtLeast } from '@/lib/calendar/roles'
import { pageUser, viewerOf } from '@/lib/http/actor'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('import')
  return { title: t('title') }
}

export default async function Import({
  searchParams,
}: {
  searchParams: Promise<{ calendar?: string | string[] }>
}) {
  const user = await pageUser('/import')
  const { calendars } = await loadReach(db, { kind: 'user', id: user.id })
  const targets = calendars
    .filter(({ level }) => isAtLeast(level, 'editor'))
    .map(({ id, name }) => [id, name] as const)
  const { calendar } = await searchParams
  const initial = targets.find(([id]) => id === calendar) ?? targets[0]
  return (
    <ClientMessages namespaces={['import', 'errors']}>
      <ImportPage viewer={viewerOf(user)} targets={targets} initial={initial?.[0] ?? 'new'} />
    </ClientMessages>
  )
}
