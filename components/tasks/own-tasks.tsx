'use client'

import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import type { WallMs } from '@/lib/calendar/day'
import { DUE_SECTIONS, dueSection } from '@/lib/calendar/tasks/due'
import type { Task, TaskList, TasksPageData } from '@/lib/schemas/tasks'
import type { Viewer } from '@/lib/schemas/users'
import { taskListQuery } from './task-data'
import { TaskDetails } from './task-details'
import { TaskListItem } from './task-list-item'
import styles from './tasks.module.css'
import type { TaskCommands } from './use-task-commands'

interface OwnTasksProps {
  page: TasksPageData
  viewer: Viewer
  wall: WallMs
  commands: TaskCommands
}

/** The viewer's tasks of all groups by due date, with those that nobody is assigned to. */
export function OwnTasks({ page, viewer, wall, commands }: OwnTasksProps) {
  const t = useTranslations('tasks')
  const [openId, setOpenId] = useState<string | null>(null)
  const sections = DUE_SECTIONS.map((section) => ({
    section,
    tasks: page.own.filter(({ due }) => dueSection(due, wall, viewer.timeZone) === section),
  })).filter(({ tasks }) => tasks.length)
  if (!sections.length) return <p className={styles.empty}>{t('noOwnTasks')}</p>
  return sections.map(({ section, tasks }) => (
    <section key={section} className={styles.section} aria-labelledby={`tasks-${section}`}>
      <h2 id={`tasks-${section}`} data-due={section}>
        {t(`sections.${section}`)}
      </h2>
      <ul className={styles.rows}>
        {tasks.map((task) => {
          const list = [...page.lists, ...page.elsewhere].find(({ id }) => id === task.list)
          const isOpen = openId === task.id
          return (
            <TaskListItem
              key={task.id}
              {...{ task, viewer, wall, commands, isOpen }}
              canWrite={list?.canWrite ?? false}
              where={list && <Where list={list} isUnassigned={task.assignee === null} />}
              onOpen={list?.canWrite ? () => setOpenId(isOpen ? null : task.id) : undefined}
            >
              {isOpen && <OwnDetails {...{ task, viewer, wall, commands }} onClose={() => setOpenId(null)} />}
            </TaskListItem>
          )
        })}
      </ul>
    </section>
  ))
}

function Where({ list, isUnassigned }: { list: TaskList; isUnassigned: boolean }) {
  const t = useTranslations('tasks')
  return (
    <>
      {list.group ? (
        <span>
          <span className={`dot c-${list.group.color}`} aria-hidden="true" /> <bdi>{list.name}</bdi>
        </span>
      ) : (
        <Link href={list.path} prefetch={false} dir="auto">
          {list.name}
        </Link>
      )}
      {isUnassigned && <span>{t('unassigned')}</span>}
    </>
  )
}

/** The details of a task, whose group's members are loaded when they are opened. */
function OwnDetails(props: {
  task: Task
  viewer: Viewer
  wall: WallMs
  commands: TaskCommands
  onClose(): void
}) {
  const t = useTranslations('tasks')
  const { data, isError } = useQuery(taskListQuery(props.task.list))
  if (isError) return <p className={styles.empty}>{t('offline')}</p>
  if (!data) return <div className={styles.wait} aria-busy />
  return (
    <>
      <TaskDetails {...props} people={data.people} />
      <Link href={`/tasks/${props.task.list}`} className={styles.listLink}>
        {t('openList', { list: data.list.name })}
      </Link>
    </>
  )
}
