'use client'

import { QueryClient, QueryClientProvider, useQuery } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useLive } from '@/components/live/live'
import { useNow } from '@/components/ui/now'
import { Toasts } from '@/components/ui/toast'
import type { WallMs } from '@/lib/calendar/day'
import type { RealtimeSettings } from '@/lib/realtime/client'
import type { TaskListPage, TasksPageData } from '@/lib/schemas/tasks'
import type { Viewer } from '@/lib/schemas/users'
import { Board } from './board'
import { ListHead, type TaskView } from './list-head'
import { ListView } from './list-view'
import { OwnTasks } from './own-tasks'
import { Side } from './side'
import { TASKS_QUERY, taskListQuery } from './task-data'
import styles from './tasks.module.css'
import { type TaskCommands, useRefetchTasks, useTaskCommands } from './use-task-commands'

export interface TasksPageProps {
  tasks: TasksPageData
  /** The shown list; null for the viewer's own tasks. */
  list: TaskListPage | null
  view: TaskView
  viewer: Viewer
  /** Time at which the server rendered the page, in epoch milliseconds. */
  now: number
  streams: Record<string, number>
  realtime: RealtimeSettings
}

/** Page of the viewer's own tasks, or of one list. Updates live. */
export function TasksPage(props: TasksPageProps) {
  const [client] = useState(() => new QueryClient())
  return (
    <QueryClientProvider client={client}>
      <Page {...props} />
    </QueryClientProvider>
  )
}

function Page({ tasks, list, view, viewer, now, streams, realtime }: TasksPageProps) {
  const t = useTranslations('tasks')
  const wall = useNow(now, viewer.timeZone)
  const refetch = useRefetchTasks()
  const live = useLive(realtime, streams, (advanced) => {
    if (advanced.some((stream) => /^(?:group|user)-/.test(stream))) refetch()
  })
  const commands = useTaskCommands(live)
  const { data: page } = useQuery({ ...TASKS_QUERY, initialData: tasks })
  return (
    <div className={styles.tasks}>
      <Side page={page} current={list?.list.id ?? null} commands={commands} />
      <main className={styles.main} id="main">
        {list ? (
          <List initial={list} initialView={view} {...{ viewer, wall, commands }} />
        ) : (
          <>
            <header className={styles.head}>
              <div className={styles.headText}>
                <h1>{t('ownTasks')}</h1>
              </div>
            </header>
            <OwnTasks {...{ page, viewer, wall, commands }} />
          </>
        )}
      </main>
      <Toasts />
    </div>
  )
}

function List({
  initial,
  initialView,
  viewer,
  wall,
  commands,
}: {
  initial: TaskListPage
  initialView: TaskView
  viewer: Viewer
  wall: WallMs
  commands: TaskCommands
}) {
  const t = useTranslations('tasks')
  const router = useRouter()
  const [view, setView] = useState(initialView)
  const { data: page, error } = useQuery({
    ...taskListQuery(initial.list.id),
    ...{ initialData: initial, retry: false },
  })
  // The list was deleted, or the viewer has left the group.
  if (error?.message === '404') {
    return (
      <div className={styles.empty}>
        <p>{t('listGone')}</p>
        <button type="button" className="button" onClick={() => router.push('/tasks')}>
          {t('allLists')}
        </button>
      </div>
    )
  }
  const choose = (next: TaskView) => {
    setView(next)
    history.replaceState(history.state, '', next === 'board' ? '?view=board' : location.pathname)
  }
  const View = view === 'board' ? Board : ListView
  return (
    <>
      <ListHead list={page.list} view={view} onView={choose} commands={commands} />
      <View {...{ page, viewer, wall, commands }} />
    </>
  )
}
