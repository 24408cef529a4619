'use client'

import { useTranslations } from 'next-intl'
import { newKey } from '@/components/forms/once'
import { acknowledgeDuty, answerHandOver, claimDuty, handOverDuty, releaseDuty } from '@/lib/actions/tasks'
import { DAY, type Day, dayNumber, type WallMs } from '@/lib/calendar/day'
import { mediumDay } from '@/lib/calendar/format'
import type { Task, TaskPerson } from '@/lib/schemas/tasks'
import type { Viewer } from '@/lib/schemas/users'
import styles from './duties.module.css'
import { SwapTurns } from './swap-turns'
import type { TaskCommands } from './use-task-commands'

/** Whether a duty needs a person, with what the viewer can do about it. Claimed by another person, it shows nothing. */
export function DutyBar({
  task,
  people,
  viewer,
  wall,
  commands,
}: {
  task: Task
  /** The people who can be asked to take it over. */
  people: TaskPerson[]
  viewer: Viewer
  wall: WallMs
  commands: TaskCommands
}) {
  const t = useTranslations('tasks.duty')
  const rotation = useTranslations('tasks.rotation')
  const { id, title, assignee, handedTo, swapDay, awaitsConfirmation } = task
  const dateOf = (day: Day) => mediumDay(dayNumber(day), viewer.locale, Math.floor(wall / DAY))
  const key = newKey()
  if (assignee === null) {
    return (
      <div className={styles.bar} data-duty="unclaimed">
        <strong className={styles.unclaimed}>{t('unclaimed')}</strong>
        <button
          type="button"
          className="button primary"
          onClick={() =>
            void commands.send(() => claimDuty({ task: id }, key), { text: t('claimed', { title }) })
          }
        >
          {t('claim')}
        </button>
      </div>
    )
  }
  if (handedTo === viewer.id) {
    const answer = (accepts: boolean) =>
      void commands.send(() => answerHandOver({ task: id, accepts }, newKey()), {
        ...(accepts && { text: t('claimed', { title }) }),
      })
    return (
      <div className={styles.bar} data-duty="asked">
        <strong>{swapDay ? rotation('askedYou', { date: dateOf(swapDay) }) : t('askedYou')}</strong>
        <button type="button" className="button primary" onClick={() => answer(true)}>
          {t('accept')}
        </button>
        <button type="button" className="button" onClick={() => answer(false)}>
          {t('decline')}
        </button>
      </div>
    )
  }
  if (assignee !== viewer.id) {
    return awaitsConfirmation ? <p className={styles.bar}>{t('unconfirmed')}</p> : null
  }
  return <OwnDuty {...{ task, people, viewer, wall, commands }} />
}

function OwnDuty(props: Parameters<typeof DutyBar>[0]) {
  const t = useTranslations('tasks.duty')
  const rotation = useTranslations('tasks.rotation')
  const { task, people, viewer, commands } = props
  const { id, title, handedTo, swapDay, awaitsConfirmation } = task
  const handOver = (to: string | null) => void commands.send(() => handOverDuty({ task: id, to }, newKey()))
  const asked = handedTo && people.find((person) => person.id === handedTo)
  const others = people.filter((person) => person.id !== viewer.id)
  return (
    <div className={styles.bar} data-duty="own">
      <span className={styles.own}>{t('yours')}</span>
      {awaitsConfirmation && (
        <button
          type="button"
          className="button primary"
          onClick={() =>
            void commands.send(() => acknowledgeDuty({ task: id }, newKey()), { text: t('confirmed') })
          }
        >
          {t('confirm')}
        </button>
      )}
      {handedTo ? (
        <>
          {asked && (
            <span>
              {swapDay ? rotation('asked', { name: asked.name }) : t('asked', { name: asked.name })}
            </span>
          )}
          <button type="button" className="button quiet" onClick={() => handOver(null)}>
            {t('withdraw')}
          </button>
        </>
      ) : (
        others.length > 0 && (
          <select
            className={`input ${styles.handOver}`}
            aria-label={t('handOverTo')}
            value=""
            onChange={({ target }) => handOver(target.value)}
          >
            <option value="" disabled>
              {t('handOver')}
            </option>
            {others.map((person) => (
              <option key={person.id} value={person.id}>
                {person.name}
              </option>
            ))}
          </select>
        )
      )}
      {!handedTo && <SwapTurns {...props} />}
      <button
        type="button"
        className="button quiet"
        onClick={() =>
          void commands.send(() => releaseDuty({ task: id }, newKey()), { text: t('released', { title }) })
        }
      >
        {t('release')}
      </button>
    </div>
  )
}
