'use client'

import { useTranslations } from 'next-intl'
import { DAY, dayNumber, dayOf, type WallMs } from '@/lib/calendar/day'
import { mediumDay } from '@/lib/calendar/format'
import { upcomingTurns } from '@/lib/calendar/tasks/rotation'
import type { Task, TaskPerson } from '@/lib/schemas/tasks'
import type { Viewer } from '@/lib/schemas/users'
import styles from './duties.module.css'

const SHOWN_TURNS = 6

/** The next turns of a rotation: date and person. */
export function Turns({
  task: { due, rule, rotation },
  people,
  viewer,
  wall,
}: {
  task: Task
  people: TaskPerson[]
  viewer: Viewer
  wall: WallMs
}) {
  const t = useTranslations('tasks.rotation')
  if (!due || rule === null || !rotation) return null
  const today = Math.floor(wall / DAY)
  const turns = upcomingTurns({ due, rule, rotation }, dayOf(today), SHOWN_TURNS)
  if (!turns.length) return null
  return (
    <div className={styles.turns}>
      <span className="label">{t('turns')}</span>
      <ol data-turns="">
        {turns.map(({ day, person }) => (
          <li key={day}>
            <time dateTime={day}>{mediumDay(dayNumber(day), viewer.locale, today)}</time>
            <span dir="auto">{people.find(({ id }) => id === person)?.name ?? '…'}</span>
          </li>
        ))}
      </ol>
    </div>
  )
}
