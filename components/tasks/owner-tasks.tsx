'use client'

import { useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useEffect, useId } from 'react'
import { newKey } from '@/components/forms/once'
import type { Live } from '@/components/live/live'
import { openTaskList } from '@/lib/actions/tasks'
import type { WallMs } from '@/lib/calendar/day'
import type { Due } from '@/lib/calendar/tasks/due'
import type { Viewer } from '@/lib/schemas/users'
import { TaskRows } from './list-view'
import styles from './owner-tasks.module.css'
import { QuickAdd } from './quick-add'
import { ownerTasksQuery, type TaskOwner } from './task-data'
import { useRefetchTasks, useTaskCommands } from './use-task-commands'

export interface OwnerTasksProps {
  owner: TaskOwner
  viewer: Viewer
  wall: WallMs
  live: Live
  /** Whether nothing is loaded, because the event may just be deleted. */
  isPaused?: boolean
}

/** The tasks of an event or occurrence, or of a gathering, with a field to add some. */
export function OwnerTasks({ owner, viewer, wall, live, isPaused = false }: OwnerTasksProps) {
  const t = useTranslations('tasks')
  const heading = useId()
  const { data } = useQuery({ ...ownerTasksQuery(owner), enabled: !isPaused })
  const commands = useTaskCommands(live)
  useRefetchWhenLive()
  if (!data || (!data.lists.length && !data.canWrite)) return null
  const own = data.lists.find(({ of }) => of === 'this')
  const open = data.lists.flatMap(({ tasks }) => tasks.filter(({ status }) => status !== 'done')).length
  const add = async (added: { title: string; due: Due | null }[]) => {
    if (own) return commands.add(own.list.id, added)
    const { occurrence, ...ids } = { occurrence: null, ...owner }
    const input = { ...ids, ...(occurrence && { occurrence }) }
    const opened = await commands.send(() => openTaskList(input, newKey()))
    return opened?.ok ? commands.add(opened.result.id, added) : null
  }
  return (
    <section className={styles.section} aria-labelledby={heading}>
      <h3 id={heading} className={data.lists.length ? undefined : 'visually-hidden'}>
        {t('pageTitle')}
        {open > 0 && ` · ${open}`}
      </h3>
      {data.lists.map((page) => (
        <div key={page.list.id}>
          {page.of !== 'this' && <h4>{t(`of.${page.of}`)}</h4>}
          <TaskRows {...{ page, viewer, wall, commands }} />
        </div>
      ))}
      {data.canWrite && (
        <QuickAdd label={t('addTask')} viewer={viewer} wall={wall} onAdd={(added) => void add(added)} />
      )}
    </section>
  )
}

/** Fetches the tasks again when a stream of the user has changes. */
function useRefetchWhenLive(): void {
  const refetch = useRefetchTasks()
  useEffect(() => {
    addEventListener('kinday:streams-advanced', refetch)
    return () => removeEventListener('kinday:streams-advanced', refetch)
  })
}
