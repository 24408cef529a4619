'use client'

import { useTranslations } from 'next-intl'
import { type ReactNode, useRef, useState } from 'react'
import { useReorder } from '@/components/ui/reorder'
import type { WallMs } from '@/lib/calendar/day'
import type { Task, TaskListPage } from '@/lib/schemas/tasks'
import type { Viewer } from '@/lib/schemas/users'
import { QuickAdd } from './quick-add'
import { TaskDetails } from './task-details'
import { TaskListItem } from './task-list-item'
import styles from './tasks.module.css'
import { isDraft, SETTLE_MS, type TaskCommands } from './use-task-commands'

export interface ListViewProps {
  page: TaskListPage
  viewer: Viewer
  wall: WallMs
  commands: TaskCommands
}

/** The tasks of a list in their order, a field to add some, then those that are done. */
export function ListView(props: ListViewProps) {
  const t = useTranslations('tasks')
  const { page, viewer, wall, commands } = props
  const { list, tasks } = page
  const isEmpty = tasks.every(({ status }) => status === 'done')
  return (
    <>
      {isEmpty && <p className={styles.empty}>{t(tasks.length ? 'allDone' : 'emptyList')}</p>}
      <TaskRows {...props}>
        {list.canWrite && (
          <QuickAdd
            label={t('addTask')}
            viewer={viewer}
            wall={wall}
            onAdd={(added) => void commands.add(list.id, added)}
          />
        )}
      </TaskRows>
    </>
  )
}

/** The tasks of a list in their order, the children, then the tasks that are done. */
export function TaskRows({
  page,
  viewer,
  wall,
  commands,
  children,
}: ListViewProps & { children?: ReactNode }) {
  const t = useTranslations('tasks')
  const { list, tasks, people, claims } = page
  const [openId, setOpenId] = useState<string | null>(null)
  const rows = useRef<HTMLUListElement>(null)
  const { settling, settle } = useSettling()
  const open = tasks.filter(({ id, status }) => status !== 'done' || settling.includes(id))
  const done = tasks
    .filter(({ id, status }) => status === 'done' && !settling.includes(id))
    .sort((a, b) => b.doneAt! - a.doneAt!)
  const { order, dragged, handle } = useReorder(
    open.map(({ id }) => id),
    rows,
    (order, moved) => void commands.move(list.id, order, moved),
  )
  const settlingCommands: TaskCommands = {
    ...commands,
    setStatus: (task, status) => {
      if (status === 'done') settle(task.id)
      return commands.setStatus(task, status)
    },
  }
  const row = (task: Task, isOrdered: boolean) => {
    const isOpen = openId === task.id
    return (
      <TaskListItem
        key={task.id}
        {...{ task, people, viewer, wall, isOpen, commands: settlingCommands, canWrite: list.canWrite }}
        claims={claims.filter((claim) => claim.task === task.id)}
        person={people.find(({ id }) => id === task.assignee)}
        {...(isOrdered && list.canWrite && !isDraft(task) && open.length > 1 && { handle: handle(task.id) })}
        isDragged={dragged === task.id}
        onOpen={list.canWrite && !isDraft(task) ? () => setOpenId(isOpen ? null : task.id) : undefined}
      >
        {isOpen && (
          <TaskDetails
            {...{ task, people, viewer, wall, commands: settlingCommands }}
            onClose={() => setOpenId(null)}
          />
        )}
      </TaskListItem>
    )
  }
  const byId = new Map(open.map((task) => [task.id, task]))
  return (
    <>
      <ul ref={rows} className={styles.rows} data-tasks="open">
        {order.flatMap((id) => {
          const task = byId.get(id)
          return task ? row(task, true) : []
        })}
      </ul>
      {children}
      {done.length > 0 && (
        <details className={styles.done}>
          <summary>{t('done', { count: done.length })}</summary>
          <ul className={styles.rows}>{done.map((task) => row(task, false))}</ul>
          {list.canWrite && (
            <button type="button" className="button quiet" onClick={() => void commands.removeDone(list.id)}>
              {t('deleteDone')}
            </button>
          )}
        </details>
      )}
    </>
  )
}

/** Ids of tasks that were completed just now, which stay in their place for a moment. */
function useSettling() {
  const [settling, setSettling] = useState<string[]>([])
  return {
    settling,
    settle: (id: string) => {
      setSettling((ids) => [...ids, id])
      setTimeout(() => setSettling((ids) => ids.filter((other) => other !== id)), SETTLE_MS)
    },
  }
}
