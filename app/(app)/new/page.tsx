import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { OpenSharedEvent } from '@/components/event/open-shared-event'
import { pageUser } from '@/lib/http/actor'
import { type PageQuery, queryText } from '../calendar/today'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('calendar')
  return { title: t('newEvent') }
}

/**
 * Opens the editor with a new event. The shortcut of the installed app leads here, and content shared by other apps.
 */
export default async function NewEvent({ searchParams }: { searchParams: PageQuery }) {
  const { id, timeZone } = await pageUser(`/new${await queryText(searchParams)}`)
  return <OpenSharedEvent user={id} timeZone={timeZone} />
}
