import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { GatheringForm } from '@/components/gatherings/gathering-form'
import { ClientMessages } from '@/components/shell/client-messages'
import { isAtLeast } from '@/lib/calendar/roles'
import { pageUser, requestReach, viewerOf } from '@/lib/http/actor'
import { type PageQuery, queryText } from '../../calendar/today'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('gatheringForm')
  return { title: t('newTitle') }
}

/** Creates a gathering. The query may name its title and the group that owns it. */
export default async function NewGathering({ searchParams }: { searchParams: PageQuery }) {
  const user = await pageUser(`/gatherings/new${await queryText(searchParams)}`)
  const [{ reach }, asked, t] = await Promise.all([
    requestReach(),
    searchParams,
    getTranslations('gatheringForm'),
  ])
  const groups = reach.groups
    .filter(({ role }) => role !== 'viewer')
    .map(({ id, name }) => [id, name] as const)
  const calendars = reach.calendars
    .filter(({ level }) => isAtLeast(level, 'editor'))
    .map(({ id, name }) => [id, name] as const)
  const group = groups.find(([id]) => id === asked.group)?.[0]
  const title = typeof asked.title === 'string' ? asked.title.slice(0, 200) : ''
  return (
    <main className="page" id="main">
      <h1>{t('newTitle')}</h1>
      <p className="lead">{t('newLead')}</p>
      <ClientMessages namespaces={['gatheringForm', 'gathering', 'eventEditor', 'zones', 'errors']}>
        <GatheringForm
          viewer={viewerOf(user)}
          now={Date.now()}
          groups={groups}
          calendars={calendars}
          initial={{ title, ...(group && { group }) }}
          edited={null}
        />
      </ClientMessages>
    </main>
  )
}
