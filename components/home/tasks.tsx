'use client'

import { Check } from 'lucide-react'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { newKey } from '@/components/forms/once'
import { setTaskStatus } from '@/lib/actions/tasks'
import { DAY, type WallMs } from '@/lib/calendar/day'
import { mediumDay } from '@/lib/calendar/format'
import { shortTime } from '@/lib/calendar/format-time'
import { dueSection, dueWall } from '@/lib/calendar/tasks/due'
import type { DueTask } from '@/lib/schemas/home'
import type { Viewer } from '@/lib/schemas/users'
import { useHomeChange } from './after-change'
import styles from './home.module.css'

/** Number of tasks that are shown before the user asks for all. */
const SHOWN = 6

/** Lists tasks that are due today or overdue, to complete. */
export function Tasks({ tasks, viewer, wall }: { tasks: DueTask[]; viewer: Viewer; wall: WallMs }) {
  const t = useTranslations('home')
  const runChange = useHomeChange()
  const [completed, setCompleted] = useState<string[]>([])
  const [showsAll, setShowsAll] = useState(false)
  const due = tasks.filter(
    ({ id, due }) => dueSection(due, wall, viewer.timeZone) !== 'next' && !completed.includes(id),
  )
  if (!due.length) return null
  const complete = ({ id, title }: DueTask) => {
    setCompleted((ids) => [...ids, id])
    void runChange(
      () => setTaskStatus({ task: id, status: 'done' }, newKey()),
      t('completedTask', { title }),
      () => setCompleted((ids) => ids.filter((other) => other !== id)),
    )
  }
  const today = Math.floor(wall / DAY)
  return (
    <section className={styles.section} aria-labelledby="home-tasks">
      <h2 id="home-tasks">{t('tasks')}</h2>
      <ul className={`${styles.list} ${styles.compact}`}>
        {due.slice(0, showsAll ? undefined : SHOWN).map((task) => {
          const at = dueWall(task.due, viewer.timeZone)
          const day = Math.floor(at / DAY)
          const isOverdue = dueSection(task.due, wall, viewer.timeZone) === 'overdue'
          return (
            <li key={task.id} className={`${styles.task} ${task.list.color ? `c-${task.list.color}` : ''}`}>
              <button
                type="button"
                className={styles.checkbox}
                disabled={!task.canCheck}
                onClick={() => complete(task)}
                aria-label={t('completeTask', { title: task.title })}
              >
                <Check size={14} aria-hidden />
              </button>
              <div className={styles.details}>
                <Link href={task.list.path} prefetch={false} className={styles.title} dir="auto">
                  {task.title}
                </Link>
                <p className={styles.meta}>
                  {(day !== today || task.due.time !== null) && (
                    <span className={isOverdue ? styles.overdue : undefined}>
                      {day === today ? shortTime(at, viewer) : mediumDay(day, viewer.locale, today)}
                    </span>
                  )}
                  <span dir="auto">{task.list.name}</span>
                  {task.isUnassigned && <span>{t('taskUnassigned')}</span>}
                </p>
              </div>
            </li>
          )
        })}
      </ul>
      {!showsAll && due.length > SHOWN && (
        <button type="button" className="button quiet" onClick={() => setShowsAll(true)}>
          {t('showMore', { count: due.length - SHOWN })}
        </button>
      )}
      <Link href="/tasks" prefetch={false} className={styles.allTasks}>
        {t('allTasks')}
      </Link>
    </section>
  )
}
