'use client'

import { useQuery } from '@tanstack/react-query'
import { GripVertical, X } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useRef } from 'react'
import { SelectField } from '@/components/ui/field'
import { useReorder } from '@/components/ui/reorder'
import type { WallMs } from '@/lib/calendar/day'
import { ROTATION_UNITS, type RotationOrder } from '@/lib/calendar/tasks/rotation'
import { MAX_ROTATION } from '@/lib/schemas/choices'
import type { Task, TaskPerson } from '@/lib/schemas/tasks'
import type { Viewer } from '@/lib/schemas/users'
import styles from './duties.module.css'
import { TASKS_QUERY } from './task-data'
import { Turns } from './turns'
import type { TaskCommands } from './use-task-commands'

interface Props {
  task: Task
  people: TaskPerson[]
  viewer: Viewer
  wall: WallMs
  commands: TaskCommands
}

/** The people who take turns at a recurring duty of a group, and their next turns. */
export function RotationField(props: Props) {
  const t = useTranslations('tasks.rotation')
  const { data } = useQuery(TASKS_QUERY)
  const { task, people, commands } = props
  const { duty, rule, rotation } = task
  if (duty === null || rule === null || !data?.lists.some(({ id }) => id === task.list)) return null
  const everyone = people.slice(0, MAX_ROTATION).map(({ id }) => id)
  return (
    <>
      <SelectField
        label={t('label')}
        value={rotation?.by ?? ''}
        options={[['', t('none')], ...ROTATION_UNITS.map((by) => [by, t(`by.${by}`)] as const)]}
        onChange={({ target }) => {
          const by = ROTATION_UNITS.find((unit) => unit === target.value)
          void commands.setRotation(task, by ? { by, people: rotation?.people ?? everyone } : null)
        }}
      />
      {rotation && <People {...props} order={rotation} />}
    </>
  )
}

function People({ order: { by, people: ids }, ...props }: Props & { order: RotationOrder }) {
  const t = useTranslations('tasks.rotation')
  const { task, people, commands } = props
  const rows = useRef<HTMLOListElement>(null)
  const setPeople = (people: string[]) =>
    void commands.setRotation(task, people.length ? { by, people } : null)
  const { order, dragged, handle } = useReorder(ids, rows, setPeople)
  const nameOf = (id: string) => people.find((person) => person.id === id)?.name ?? '…'
  const others = ids.length < MAX_ROTATION ? people.filter(({ id }) => !ids.includes(id)) : []
  return (
    <div className={styles.rotation}>
      <span className="label">{t('people')}</span>
      <ol ref={rows} className={styles.people}>
        {order.map((id) => (
          <li key={id} data-dragged={dragged === id || undefined}>
            <button
              type="button"
              className={styles.handle}
              aria-label={t('reorder', { name: nameOf(id) })}
              {...handle(id)}
            >
              <GripVertical size={16} aria-hidden />
            </button>
            <span dir="auto">{nameOf(id)}</span>
            <button
              type="button"
              className="button quiet"
              aria-label={t('remove', { name: nameOf(id) })}
              onClick={() => setPeople(ids.filter((other) => other !== id))}
            >
              <X size={16} aria-hidden />
            </button>
          </li>
        ))}
      </ol>
      {others.length > 0 && (
        <select
          className={`input ${styles.handOver}`}
          aria-label={t('add')}
          value=""
          onChange={({ target }) => setPeople([...ids, target.value])}
        >
          <option value="" disabled>
            {t('add')}
          </option>
          {others.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
      )}
      <Turns {...props} />
    </div>
  )
}
