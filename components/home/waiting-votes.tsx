'use client'

import { Vote } from 'lucide-react'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { DAY } from '@/lib/calendar/day'
import { joinParts, mediumDay } from '@/lib/calendar/format'
import { fullTime } from '@/lib/calendar/format-time'
import { wallAt } from '@/lib/calendar/zones/wall-time'
import type { ListedGathering } from '@/lib/schemas/gathering-page'
import type { Viewer } from '@/lib/schemas/users'
import styles from './home.module.css'

/** Number of gatherings that are shown; the rest is in their list. */
const SHOWN = 3

/** Gatherings that wait for the viewer's vote. */
export function WaitingVotes({
  gatherings,
  viewer,
  today,
}: {
  gatherings: readonly ListedGathering[]
  viewer: Viewer
  today: number
}) {
  const t = useTranslations('home')
  if (!gatherings.length) return null
  const until = (instant: number) => {
    const wall = wallAt(instant, viewer.timeZone)
    const day = mediumDay(Math.floor(wall / DAY), viewer.locale, today)
    return t('voteUntil', { when: joinParts([day, fullTime(wall, viewer)], viewer.locale) })
  }
  return (
    <section className={styles.section} aria-labelledby="home-votes">
      <h2 id="home-votes">{t('waitingVotes')}</h2>
      <ul className={styles.list}>
        {gatherings.slice(0, SHOWN).map(({ id, slug, title, organizer, group, deadlineAt }) => (
          <li key={id} className={styles.task}>
            <Vote size={20} aria-hidden />
            <div className={styles.details}>
              <Link href={`/g/${slug}`} prefetch={false} className={styles.title} dir="auto">
                {title}
              </Link>
              <p className={styles.meta}>
                <span dir="auto">{group?.name ?? organizer}</span>
                {deadlineAt !== null && <span>{until(deadlineAt)}</span>}
              </p>
            </div>
          </li>
        ))}
      </ul>
      {gatherings.length > SHOWN && (
        <Link href="/gatherings" prefetch={false} className="button quiet">
          {t('showMore', { count: gatherings.length - SHOWN })}
        </Link>
      )}
    </section>
  )
}
