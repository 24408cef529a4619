'use client'

import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { TASK_STATUSES } from '@/lib/calendar/tasks/task'
import styles from './board.module.css'
import { BoardCard } from './board-card'
import type { ListViewProps } from './list-view'
import { QuickAdd } from './quick-add'
import { useBoardDrag } from './use-board-drag'

/** Number of done tasks that the board shows at first. */
const SHOWN_DONE = 20

/** The tasks of a list in a column for each status. */
export function Board({ page, viewer, wall, commands }: ListViewProps) {
  const t = useTranslations('tasks')
  const { list, tasks } = page
  const [showsAllDone, setShowsAllDone] = useState(false)
  const { columns, dragged, handle } = useBoardDrag(tasks, async (task, status, order) => {
    if (status !== task.status) await commands.setStatus(task, status)
    // Viewers check off their own tasks, but do not order the list.
    if (status !== 'done' && list.canWrite) await commands.move(list.id, order, task.id)
  })
  return (
    <div className={styles.board}>
      {TASK_STATUSES.map((status) => {
        const all = columns[status]
        const shown = status === 'done' && !showsAllDone ? all.slice(0, SHOWN_DONE) : all
        return (
          <section
            key={status}
            className={styles.column}
            data-status={status}
            aria-labelledby={`column-${status}`}
          >
            <h2 id={`column-${status}`}>
              {t(`status.${status}`)} <span>{all.length}</span>
            </h2>
            <ul>
              {shown.map((task) => (
                <BoardCard
                  key={task.id}
                  {...{ task, page, viewer, wall, commands }}
                  isDragged={dragged === task.id}
                  handle={handle(task)}
                />
              ))}
            </ul>
            {shown.length < all.length && (
              <button type="button" className="button quiet" onClick={() => setShowsAllDone(true)}>
                {t('showAll', { count: all.length })}
              </button>
            )}
            {status === 'todo' && list.canWrite && (
              <QuickAdd
                label={t('addTask')}
                viewer={viewer}
                wall={wall}
                onAdd={(added) => void commands.add(list.id, added)}
              />
            )}
          </section>
        )
      })}
    </div>
  )
}
