import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { GatheringsPage } from '@/components/gatherings/gatherings-page'
import { ClientMessages } from '@/components/shell/client-messages'
import { db } from '@/db/client'
import { pageUser, requestReach, viewerOf } from '@/lib/http/actor'
import { listGatherings } from '@/lib/queries/gatherings'
import { gatheringsQuery } from '@/lib/schemas/gathering-page'
import { uuid } from '@/lib/schemas/text'
import { type PageQuery, queryText } from '../calendar/today'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('gatherings')
  return { title: t('title') }
}

/** Lists the gatherings of the user and of the user's groups: open ones, or those in the state that the query names. */
export default async function Gatherings({ searchParams }: { searchParams: PageQuery }) {
  const user = await pageUser(`/gatherings${await queryText(searchParams)}`)
  const { reach } = await requestReach()
  const asked = await searchParams
  const query = gatheringsQuery.safeParse({ status: asked.status ?? 'draft', group: asked.group })
  const { status = 'draft', group } = query.data ?? {}
  return (
    <ClientMessages namespaces={['gatherings', 'event', 'errors']}>
      <GatheringsPage
        key={`${status} ${group}`}
        initial={await listGatherings(db, reach, { status, group })}
        status={status}
        group={group ?? null}
        deleted={uuid.safeParse(asked.deleted).data ?? null}
        viewer={viewerOf(user)}
        now={Date.now()}
      />
    </ClientMessages>
  )
}
