import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { SearchPage } from '@/components/search/search-page'
import { formatSearchParams } from '@/components/search/search-params'
import { ClientMessages } from '@/components/shell/client-messages'
import { db } from '@/db/client'
import { AppError } from '@/lib/errors'
import { pageUser, requestReach, viewerOf } from '@/lib/http/actor'
import { people } from '@/lib/queries/groups'
import { search } from '@/lib/queries/search'
import { searchQuery } from '@/lib/schemas/search'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('search')
  return { title: t('title') }
}

type Params = Promise<Record<string, string | string[] | undefined>>

export default async function Search({ searchParams }: { searchParams: Params }) {
  const query = searchQuery.parse(await searchParams)
  const user = await pageUser(`/search${formatSearchParams(query)}`)
  const { reach } = await requestReach()
  const now = Date.now()
  const [results, peoplePage] = await Promise.all([
    search(db, reach, query, { now, zone: user.timeZone }).catch((error) => {
      if (error instanceof AppError && error.code === 'UNAVAILABLE') return null
      throw error
    }),
    people(db, reach, { selected: query.person ? [query.person] : [], includesManaged: true }),
  ])
  return (
    <ClientMessages namespaces={['search', 'people', 'event']}>
      <SearchPage
        key={JSON.stringify(query)}
        query={query}
        results={results}
        calendars={reach.calendars
          .filter(({ level }) => level !== 'freebusy')
          .map(({ id, name }) => [id, name])}
        people={peoplePage}
        viewer={viewerOf(user)}
        now={now}
      />
    </ClientMessages>
  )
}
