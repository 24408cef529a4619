import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { GatheringForm } from '@/components/gatherings/gathering-form'
import { ClientMessages } from '@/components/shell/client-messages'
import { db } from '@/db/client'
import { grant } from '@/lib/access/grant'
import { isAtLeast } from '@/lib/calendar/roles'
import { AppError } from '@/lib/errors'
import { pageUser, requestReach, viewerOf } from '@/lib/http/actor'
import { gatheringPage } from '@/lib/queries/gathering-page'
import { uuid } from '@/lib/schemas/text'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('gatheringForm')
  return { title: t('editTitle') }
}

/** Edits a gathering, for its managers. */
export default async function EditGathering({ params }: { params: Promise<{ id: string }> }) {
  const id = uuid.safeParse((await params).id)
  if (!id.success) notFound()
  const user = await pageUser(`/gatherings/${id.data}/edit`)
  const actor = { kind: 'user', id: user.id } as const
  const [{ reach }, page, t] = await Promise.all([
    requestReach(),
    db
      .transaction(async (tx) => gatheringPage(tx, await grant(tx, actor, 'read', 'gathering', id.data)))
      .catch((error) => {
        if (error instanceof AppError) notFound()
        throw error
      }),
    getTranslations('gatheringForm'),
  ])
  if (!page.can.write) notFound()
  const calendars = reach.calendars
    .filter(({ level }) => isAtLeast(level, 'editor'))
    .map(({ id, name }) => [id, name] as const)
  return (
    <main className="page" id="main">
      <h1>{t('editTitle')}</h1>
      <ClientMessages namespaces={['gatheringForm', 'gathering', 'eventEditor', 'zones', 'errors']}>
        <GatheringForm
          viewer={viewerOf(user)}
          now={Date.now()}
          groups={[]}
          calendars={calendars}
          initial={{}}
          edited={page}
        />
      </ClientMessages>
    </main>
  )
}
