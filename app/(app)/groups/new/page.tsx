import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { NewGroup } from '@/components/group/new-group'
import { ClientMessages } from '@/components/shell/client-messages'
import { pageUser } from '@/lib/http/actor'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('groups')
  return { title: t('new') }
}

export default async function NewGroupPage() {
  await pageUser('/groups/new')
  const t = await getTranslations('groups')
  return (
    <main className="page" id="main">
      <h1>{t('new')}</h1>
      <p className="lead">{t('newLead')}</p>
      <ClientMessages namespaces={['groups', 'errors']}>
        <NewGroup />
      </ClientMessages>
    </main>
  )
}
