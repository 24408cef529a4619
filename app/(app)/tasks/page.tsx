import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { ClientMessages } from '@/components/shell/client-messages'
import { TasksPage } from '@/components/tasks/tasks-page'
import { db } from '@/db/client'
import { pageUser, requestReach, viewerOf } from '@/lib/http/actor'
import { streamsOf } from '@/lib/queries/streams'
import { tasksPage } from '@/lib/queries/tasks'
import { realtimeSettings } from '@/lib/realtime/settings'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('tasks')
  return { title: t('pageTitle') }
}

export default async function OwnTasks() {
  const user = await pageUser('/tasks')
  const { reach } = await requestReach()
  return (
    <ClientMessages namespaces={['tasks', 'repeat', 'repeatEditor']}>
      <TasksPage
        tasks={await tasksPage(db, reach)}
        list={null}
        view="list"
        viewer={viewerOf(user)}
        now={Date.now()}
        streams={streamsOf(reach)}
        realtime={realtimeSettings()}
      />
    </ClientMessages>
  )
}
