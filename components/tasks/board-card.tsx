'use client'

import { GripVertical } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { type ComponentProps, useState } from 'react'
import { Avatar } from '@/components/ui/avatar'
import { Dialog } from '@/components/ui/dialog'
import { dueSection } from '@/lib/calendar/tasks/due'
import type { Task } from '@/lib/schemas/tasks'
import styles from './board.module.css'
import { dueText } from './due-text'
import type { ListViewProps } from './list-view'
import { TaskDetails } from './task-details'
import { isDraft } from './use-task-commands'

/** A task on the board. */
export function BoardCard({
  task,
  page,
  viewer,
  wall,
  commands,
  isDragged,
  handle,
}: ListViewProps & {
  task: Task
  isDragged: boolean
  handle: Pick<ComponentProps<'button'>, 'onPointerDown' | 'onKeyDown'>
}) {
  const t = useTranslations('tasks')
  const [isOpen, setOpen] = useState(false)
  const { title, due, status, assignee } = task
  const person = page.people.find(({ id }) => id === assignee)
  const canEdit = page.list.canWrite && !isDraft(task)
  return (
    <li className={styles.card} data-card="" data-dragged={isDragged || undefined}>
      {(canEdit || assignee === viewer.id) && (
        <button
          type="button"
          className={styles.handle}
          aria-label={t('moveOnBoard', { title })}
          data-card-handle={task.id}
          {...handle}
        >
          <GripVertical size={16} aria-hidden />
        </button>
      )}
      <button
        type="button"
        className={styles.title}
        disabled={!canEdit}
        onClick={() => setOpen(true)}
        data-done={status === 'done' || undefined}
      >
        <span dir="auto">{title}</span>
        {due && (
          <small data-due={status === 'done' ? undefined : dueSection(due, wall, viewer.timeZone)}>
            {dueText(due, viewer, wall, t)}
          </small>
        )}
      </button>
      {person && (
        <span title={person.name}>
          <span className="visually-hidden">{t('assignedTo', { name: person.name })}</span>
          <Avatar id={person.id} name={person.name} image={person.image} color={person.color} />
        </span>
      )}
      {isOpen && (
        <Dialog label={title} className={styles.dialog!} onClose={() => setOpen(false)}>
          <TaskDetails
            {...{ task, viewer, wall, commands, people: page.people }}
            onClose={() => setOpen(false)}
          />
        </Dialog>
      )}
    </li>
  )
}
