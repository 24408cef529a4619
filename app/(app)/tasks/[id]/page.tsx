import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { ClientMessages } from '@/components/shell/client-messages'
import { TasksPage } from '@/components/tasks/tasks-page'
import { db } from '@/db/client'
import { grant } from '@/lib/access/grant'
import { AppError } from '@/lib/errors'
import { pageUser, requestReach, viewerOf } from '@/lib/http/actor'
import { streamsOf } from '@/lib/queries/streams'
import { taskListPage, tasksPage } from '@/lib/queries/tasks'
import { realtimeSettings } from '@/lib/realtime/settings'
import { uuid } from '@/lib/schemas/text'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('tasks')
  return { title: t('pageTitle') }
}

export default async function TaskList({
  params,
  searchParams,
}: {
  params: Promise<{ id: string }>
  searchParams: Promise<{ view?: string | string[] }>
}) {
  const id = uuid.safeParse((await params).id)
  if (!id.success) notFound()
  const user = await pageUser(`/tasks/${id.data}`)
  const { reach } = await requestReach()
  const actor = { kind: 'user', id: user.id } as const
  const list = await db
    .transaction(async (tx) => taskListPage(tx, await grant(tx, actor, 'read', 'task-list', id.data)))
    .catch((error) => {
      if (error instanceof AppError) notFound()
      throw error
    })
  return (
    <ClientMessages namespaces={['tasks', 'repeat', 'repeatEditor']}>
      <TasksPage
        key={id.data}
        tasks={await tasksPage(db, reach)}
        list={list}
        view={(await searchParams).view === 'board' ? 'board' : 'list'}
        viewer={viewerOf(user)}
        now={Date.now()}
        streams={streamsOf(reach)}
        realtime={realtimeSettings()}
      />
    </ClientMessages>
  )
}
