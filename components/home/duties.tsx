'use client'

import { HandHelping } from 'lucide-react'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { newKey } from '@/components/forms/once'
import { acknowledgeDuty, answerHandOver, claimDuty } from '@/lib/actions/tasks'
import { DAY } from '@/lib/calendar/day'
import { joinParts, mediumDay } from '@/lib/calendar/format'
import { shortTime } from '@/lib/calendar/format-time'
import { type Due, dueWall } from '@/lib/calendar/tasks/due'
import type { OpenDuty } from '@/lib/schemas/home'
import type { Viewer } from '@/lib/schemas/users'
import { useHomeChange } from './after-change'
import ownStyles from './duties.module.css'
import styles from './home.module.css'

/** Number of duties that are shown until the user expands the list. */
const MAX_COLLAPSED = 4

/** Duties that nobody has claimed, and those that wait for the viewer's answer. */
export function Duties({ duties, viewer, today }: { duties: OpenDuty[]; viewer: Viewer; today: number }) {
  const t = useTranslations('home')
  const runChange = useHomeChange()
  const [answered, setAnswered] = useState<string[]>([])
  const [showsAll, setShowsAll] = useState(false)
  const open = duties.filter(({ id }) => !answered.includes(id))
  if (!open.length) return null
  const answer = ({ id }: OpenDuty, run: Parameters<typeof runChange>[0], text: string) => {
    setAnswered((ids) => [...ids, id])
    void runChange(run, text, () => setAnswered((ids) => ids.filter((other) => other !== id)))
  }
  const timeOf = (due: Due) => {
    const wall = dueWall(due, viewer.timeZone)
    const day = mediumDay(Math.floor(wall / DAY), viewer.locale, today)
    return due.time === null ? day : joinParts([day, shortTime(wall, viewer)], viewer.locale)
  }
  const isUnclaimed = open.some(({ state }) => state === 'unclaimed')
  return (
    <section className={`${styles.section} ${ownStyles.card}`} aria-labelledby="home-duties">
      <h2 id="home-duties">
        <HandHelping size={16} aria-hidden /> {t(isUnclaimed ? 'duty.unclaimed' : 'duty.waiting')}
      </h2>
      <ul className={styles.list}>
        {open.slice(0, showsAll ? undefined : MAX_COLLAPSED).map((duty) => (
          <li key={duty.id} className={ownStyles.duty} data-duty={duty.state}>
            <div className={styles.details}>
              <Link href={duty.list.path} prefetch={false} className={styles.title} dir="auto">
                {duty.title}
              </Link>
              <p className={styles.meta}>
                {duty.due && <span>{timeOf(duty.due)}</span>}
                <span dir="auto">{duty.list.name}</span>
                {duty.state !== 'unclaimed' && <span>{t(`duty.${duty.state}`)}</span>}
              </p>
            </div>
            <Answers duty={duty} onAnswer={(run, text) => answer(duty, run, text)} />
          </li>
        ))}
      </ul>
      {!showsAll && open.length > MAX_COLLAPSED && (
        <button type="button" className="button quiet" onClick={() => setShowsAll(true)}>
          {t('showMore', { count: open.length - MAX_COLLAPSED })}
        </button>
      )}
    </section>
  )
}

function Answers({
  duty: { id: task, title, state },
  onAnswer,
}: {
  duty: OpenDuty
  onAnswer(run: Parameters<ReturnType<typeof useHomeChange>>[0], text: string): void
}) {
  const t = useTranslations('home.duty')
  const [isAsked, isUnclaimed] = [state === 'asked', state === 'unclaimed']
  const agree = () =>
    isAsked
      ? answerHandOver({ task, accepts: true }, newKey())
      : (isUnclaimed ? claimDuty : acknowledgeDuty)({ task }, newKey())
  const decline = () => answerHandOver({ task, accepts: false }, newKey())
  return (
    <div className={ownStyles.answers}>
      <button
        type="button"
        className="button primary"
        onClick={() => onAnswer(agree, t('claimed', { title }))}
        aria-label={t('agreeTo', { answer: t(`agree.${state}`), title })}
      >
        {t(`agree.${state}`)}
      </button>
      {isAsked && (
        <button type="button" className="button" onClick={() => onAnswer(decline, t('declined', { title }))}>
          {t('decline')}
        </button>
      )}
    </div>
  )
}
