import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { ChoosePage } from '@/components/connections/choose-page'
import { ClientMessages } from '@/components/shell/client-messages'
import { db } from '@/db/client'
import { grant } from '@/lib/access/grant'
import { isAtLeast } from '@/lib/calendar/roles'
import { AppError } from '@/lib/errors'
import { pageUser, requestReach, viewerOf } from '@/lib/http/actor'
import { twoWayCalendarIds } from '@/lib/queries/bindings'
import { isFeed } from '@/lib/schemas/account-name'
import { uuid } from '@/lib/schemas/text'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('choose')
  return { title: t('titles.choose') }
}

/** The calendars of a connected account, to choose which are synced. */
export default async function ChooseCalendars({ params }: { params: Promise<{ id: string }> }) {
  const id = uuid.safeParse((await params).id)
  if (!id.success) notFound()
  const user = await pageUser(`/settings/calendars/${id.data}`)
  const actor = { kind: 'user', id: user.id } as const
  const { row } = await db
    .transaction((tx) => grant(tx, actor, 'read', 'connection', id.data))
    .catch((error) => {
      if (error instanceof AppError) notFound()
      throw error
    })
  if (isFeed(row)) notFound()
  const { reach } = await requestReach()
  const editable = reach.calendars.filter(({ level }) => isAtLeast(level, 'editor'))
  const twoWay = await twoWayCalendarIds(
    db,
    editable.map((calendar) => calendar.id),
  )
  const targets = editable.map(({ id, name, groupId }) => ({
    ...{ id, name, isTwoWay: twoWay.has(id) },
    groupName: reach.groups.find((group) => group.id === groupId)?.name ?? null,
  }))
  return (
    <ClientMessages namespaces={['choose', 'alarms', 'palette', 'errors']}>
      <ChoosePage
        connection={{ id: row.id, kind: row.kind, account: row.account }}
        targets={targets}
        viewer={viewerOf(user)}
      />
    </ClientMessages>
  )
}
