'use client'

import { CalendarClock, Check, GripVertical, Repeat, StickyNote } from 'lucide-react'
import { useTranslations } from 'next-intl'
import type { ComponentProps, KeyboardEvent, ReactNode } from 'react'
import { Avatar } from '@/components/ui/avatar'
import type { WallMs } from '@/lib/calendar/day'
import { dueSection } from '@/lib/calendar/tasks/due'
import type { Task, TaskClaim, TaskPerson } from '@/lib/schemas/tasks'
import type { Viewer } from '@/lib/schemas/users'
import { dueText } from './due-text'
import dutyStyles from './duties.module.css'
import { DutyBar } from './duty-bar'
import { SignUp } from './sign-up'
import styles from './tasks.module.css'
import { Turns } from './turns'
import { isDraft, type TaskCommands } from './use-task-commands'

/**
 * A task in a list. Arrow keys on its title go to the tasks before and after it, Enter opens its details, Space
 * completes it, and Delete deletes it.
 */
export function TaskListItem({
  task,
  viewer,
  wall,
  commands,
  canWrite,
  person,
  where,
  handle,
  isDragged,
  claims,
  people = [],
  isOpen = false,
  onOpen,
  children,
}: {
  task: Task
  viewer: Viewer
  wall: WallMs
  commands: TaskCommands
  canWrite: boolean
  /** The assignee. */
  person?: TaskPerson | undefined
  /** Text that says in which list the task is. */
  where?: ReactNode
  /** Claimed parts of the task, if it is a sign-up sheet. */
  claims?: TaskClaim[]
  /** The people who can be asked to take over a duty. */
  people?: TaskPerson[]
  handle?: Pick<ComponentProps<'button'>, 'onPointerDown' | 'onKeyDown'>
  isDragged?: boolean
  isOpen?: boolean
  onOpen?: (() => void) | undefined
  /** The details of an open task. */
  children?: ReactNode
}) {
  const t = useTranslations('tasks')
  const { title, status, due, rule, note, assignee } = task
  const isDone = status === 'done'
  const canCheck = !isDraft(task) && (canWrite || assignee === viewer.id)
  const toggle = () => canCheck && void commands.setStatus(task, isDone ? 'todo' : 'done')
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const { key, currentTarget } = event
    if (key === 'ArrowDown' || key === 'ArrowUp') focusNeighbor(currentTarget, key === 'ArrowDown' ? 1 : -1)
    else if (key === ' ') toggle()
    else if (key === 'Delete' && canWrite && !isDraft(task)) {
      focusNeighbor(currentTarget, 1) || focusNeighbor(currentTarget, -1)
      void commands.remove(task)
    } else return
    event.preventDefault()
  }
  return (
    <li
      className={styles.row}
      data-done={isDone || undefined}
      data-dragged={isDragged || undefined}
      data-open={isOpen || undefined}
    >
      <div className={styles.rowLine}>
        {handle && (
          <button type="button" className={styles.handle} aria-label={t('reorder', { title })} {...handle}>
            <GripVertical size={16} aria-hidden />
          </button>
        )}
        {/* biome-ignore lint/a11y/useSemanticElements: a drawn checkbox with a large target */}
        <button
          type="button"
          role="checkbox"
          aria-checked={isDone}
          aria-label={t('complete', { title })}
          className={styles.check}
          data-doing={status === 'doing' || undefined}
          disabled={!canCheck}
          onClick={toggle}
        >
          <span className={styles.circle}>{isDone && <Check size={14} strokeWidth={3} aria-hidden />}</span>
        </button>
        <button
          type="button"
          className={styles.title}
          data-task-title=""
          aria-expanded={onOpen ? isOpen : undefined}
          onClick={onOpen}
          onKeyDown={onKeyDown}
        >
          <span className={styles.titleText} dir="auto">
            {title}
          </span>
          <span className={styles.meta}>
            {status === 'doing' && <span className={styles.doing}>{t('status.doing')}</span>}
            {due && (
              <span data-due={isDone ? undefined : dueSection(due, wall, viewer.timeZone)}>
                <CalendarClock size={12} aria-hidden /> {dueText(due, viewer, wall, t)}
              </span>
            )}
            {rule && <Repeat size={12} aria-label={t('repeats')} />}
            {note && !isOpen && <StickyNote size={12} aria-label={t('hasNote')} />}
            {where}
          </span>
        </button>
        {person && (
          <span title={person.name}>
            <span className="visually-hidden">{t('assignedTo', { name: person.name })}</span>
            <Avatar id={person.id} name={person.name} image={person.image} color={person.color} />
          </span>
        )}
      </div>
      {task.duty !== null && !isDone && !isDraft(task) && (
        <DutyBar {...{ task, people, viewer, wall, commands }} />
      )}
      {task.rotation && !isDone && !canWrite && people.length > 0 && (
        <div className={dutyStyles.viewerTurns}>
          <Turns {...{ task, people, viewer, wall }} />
        </div>
      )}
      {task.wanted !== null && claims && (
        <SignUp {...{ task, claims, canWrite, commands }} wanted={task.wanted} />
      )}
      {children}
    </li>
  )
}

/** Focuses the title of a task before or after this one on the page. Returns whether there is one. */
function focusNeighbor(from: Element, step: -1 | 1): boolean {
  const titles = [...document.querySelectorAll<HTMLElement>('#main [data-task-title]')]
  const neighbor = titles[titles.indexOf(from as HTMLElement) + step]
  neighbor?.focus()
  return neighbor !== undefined
}
