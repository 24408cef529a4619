'use client'

import { useTranslations } from 'next-intl'
import { newKey } from '@/components/forms/once'
import { handOverDuty } from '@/lib/actions/tasks'
import { DAY, dayNumber, dayOf, type WallMs } from '@/lib/calendar/day'
import { mediumDay } from '@/lib/calendar/format'
import { turnsToSwap } from '@/lib/calendar/tasks/rotation'
import type { Task, TaskPerson } from '@/lib/schemas/tasks'
import type { Viewer } from '@/lib/schemas/users'
import styles from './duties.module.css'
import type { TaskCommands } from './use-task-commands'

/** Asks another person of the rotation to take the viewer's turn in exchange for their next one. */
export function SwapTurns({
  task,
  people,
  viewer,
  wall,
  commands,
}: {
  task: Task
  people: TaskPerson[]
  viewer: Viewer
  wall: WallMs
  commands: TaskCommands
}) {
  const t = useTranslations('tasks.rotation')
  const today = Math.floor(wall / DAY)
  const turns = turnsToSwap(task, viewer.id, dayOf(today)).flatMap(({ person, day }) => {
    const name = people.find(({ id }) => id === person)?.name
    return name === undefined ? [] : { person, day, name }
  })
  if (!turns.length) return null
  return (
    <select
      className={`input ${styles.handOver}`}
      aria-label={t('swapWith')}
      value=""
      onChange={({ target }) => {
        const turn = turns.find(({ person }) => person === target.value)
        const offer = turn && { to: turn.person, swapDay: turn.day }
        if (offer) void commands.send(() => handOverDuty({ task: task.id, ...offer }, newKey()))
      }}
    >
      <option value="" disabled>
        {t('swap')}
      </option>
      {turns.map(({ person, day, name }) => (
        <option key={person} value={person}>
          {t('turn', { name, date: mediumDay(dayNumber(day), viewer.locale, today) })}
        </option>
      ))}
    </select>
  )
}
