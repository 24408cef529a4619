import { CalendarClock, Circle, CircleCheck } from 'lucide-react'
import type { useTranslations } from 'next-intl'
import { dueText } from '@/components/tasks/due-text'
import { wallAt } from '@/lib/calendar/zones/wall-time'
import type { GuestTask } from '@/lib/schemas/guest-page'
import pageStyles from './guest.module.css'
import type { GuestProps } from './guest-props'
import { GuestSheet } from './guest-sheet'
import styles from './guest-tasks.module.css'
import type { RefusedFormTexts } from './plain-form-field'

interface Props {
  tasks: GuestTask[]
  /** The occurrence that the page shows. */
  occurrence: string | null
  /** Whether parts of the sign-up sheets can be taken and given back. */
  canClaim: boolean
  /** Whether the last form took a part or gave it back. */
  isSaved: boolean
  now: number
  refused: RefusedFormTexts | undefined
  words: ReturnType<typeof useTranslations<'tasks'>>
}

/** The sign-up sheets of an event or gathering, with forms to take a part of them, and its other tasks. */
export function GuestTasks({
  tasks,
  isSaved,
  refused,
  t,
  ...props
}: Pick<GuestProps, 'formPath' | 'format' | 't'> & Props) {
  const shared = { ...props, t }
  const sheets = tasks.filter(({ wanted }) => wanted !== null)
  const others = tasks.filter(({ wanted }) => wanted === null)
  const isRefusedShown = sheets.some(({ id }) => id === refused?.values.task)
  return (
    <>
      {(sheets.length > 0 || refused) && (
        <section className={pageStyles.section} aria-labelledby="bring">
          <h2 id="bring">{t('bring')}</h2>
          {isSaved && (
            <p className={`notice ${pageStyles.done}`} role="status">
              {t('saved')}
            </p>
          )}
          {/* The sheet was deleted meanwhile. */}
          {refused && !isRefusedShown && (
            <p className="form-error" role="alert">
              {refused.text}
            </p>
          )}
          <ul className={styles.tasks}>
            {sheets.map((task) => (
              <GuestSheet
                key={task.id}
                {...{ ...shared, task }}
                refused={refused?.values.task === task.id ? refused : undefined}
                due={<TaskDue {...{ ...shared, task }} />}
              />
            ))}
          </ul>
        </section>
      )}
      {others.length > 0 && (
        <section className={pageStyles.section} aria-labelledby="tasks">
          <h2 id="tasks">{t('tasks')}</h2>
          <ul className={styles.tasks}>
            {others.map((task) => (
              <OtherTask key={task.id} {...{ ...shared, task }} />
            ))}
          </ul>
        </section>
      )}
    </>
  )
}

function OtherTask({
  task,
  format,
  now,
  t,
  words,
}: Pick<GuestProps, 'format' | 't'> & Pick<Props, 'now' | 'words'> & { task: GuestTask }) {
  const Icon = task.status === 'done' ? CircleCheck : Circle
  return (
    <li className={styles.other} data-done={task.status === 'done' || undefined}>
      <Icon size={18} role="img" aria-label={words(`status.${task.status}`)} />
      <div>
        <p className={styles.title} dir="auto">
          {task.title}
        </p>
        <TaskDue {...{ task, format, now, t, words }} />
        {task.assignee && (
          <p className={styles.meta}>
            <bdi>{task.assignee}</bdi>
          </p>
        )}
      </div>
    </li>
  )
}

/** When a task is due, as it was entered: a guest may open the page in any zone. */
function TaskDue({
  task,
  format,
  now,
  t,
  words,
}: Pick<GuestProps, 'format' | 't'> & Pick<Props, 'now' | 'words'> & { task: GuestTask }) {
  if (!task.due || task.status === 'done') return null
  const timeZone = task.due.zone ?? format.timeZone
  const when = dueText(task.due, { ...format, timeZone }, wallAt(now, timeZone), words)
  return (
    <p className={styles.meta}>
      <CalendarClock size={14} aria-hidden /> {t('due', { when })}
    </p>
  )
}
