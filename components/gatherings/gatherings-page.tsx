'use client'

import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { refusalText } from '@/components/forms/refusal-text'
import { useHydrated } from '@/components/ui/hydrated'
import { Toasts, toast } from '@/components/ui/toast'
import { DAY } from '@/lib/calendar/day'
import { joinParts, mediumDay } from '@/lib/calendar/format'
import { fullTime } from '@/lib/calendar/format-time'
import { GATHERING_STATUSES, type GatheringStatus } from '@/lib/calendar/gatherings/choices'
import { wallAt } from '@/lib/calendar/zones/wall-time'
import { formatWhen } from '@/lib/event-text/when-text'
import type { GatheringList, ListedGathering } from '@/lib/schemas/gathering-page'
import type { Viewer } from '@/lib/schemas/users'
import { DeletedNotice } from './deleted-notice'
import styles from './gatherings.module.css'

/** The gatherings of the user and of the user's groups in one state, those that wait for the user's vote first. */
export function GatheringsPage({
  initial,
  status,
  group,
  deleted,
  viewer,
  now,
}: {
  initial: GatheringList
  status: GatheringStatus
  /** Id of the group whose gatherings are shown; null for all. */
  group: string | null
  /** Id of the gathering that the user has just deleted. */
  deleted: string | null
  viewer: Viewer
  now: number
}) {
  const t = useTranslations('gatherings')
  const isHydrated = useHydrated()
  const [{ gatherings, hasMore }, setList] = useState(initial)
  const groupQuery = group ? `&group=${group}` : ''
  const more = async () => {
    const before = gatherings.at(-1)!.id
    const response = await fetch(`/api/view/gatherings?status=${status}&before=${before}${groupQuery}`).catch(
      () => null,
    )
    const next: GatheringList | null = response?.ok ? await response.json().catch(() => null) : null
    if (!next) return toast({ text: await refusalText(null, t('failed')) })
    setList({ gatherings: [...gatherings, ...next.gatherings], hasMore: next.hasMore })
  }
  const isWaiting = (gathering: ListedGathering) =>
    status === 'draft' && gathering.hasVoted === false && gathering.slotCount > 0
  const sorted = [...gatherings.filter(isWaiting), ...gatherings.filter((one) => !isWaiting(one))]
  return (
    <main className="page" id="main">
      <div className="page-head">
        <h1>{t('title')}</h1>
        <Link href={group ? `/gatherings/new?group=${group}` : '/gatherings/new'} className="button primary">
          {t('new')}
        </Link>
      </div>
      {deleted && <DeletedNotice gathering={deleted} />}
      <nav className={styles.filters} aria-label={t('filter')}>
        {GATHERING_STATUSES.map((one) => (
          <Link
            key={one}
            href={`/gatherings?status=${one}${groupQuery}`}
            aria-current={one === status ? 'page' : undefined}
          >
            {t(`statuses.${one}`)}
          </Link>
        ))}
      </nav>
      {sorted.length ? (
        <ul className={`card ${styles.list}`} aria-label={t('title')}>
          {sorted.map((gathering) => (
            <Row
              key={gathering.id}
              gathering={gathering}
              isWaiting={isWaiting(gathering)}
              {...{ viewer, now }}
            />
          ))}
        </ul>
      ) : (
        <div className="card empty">
          <h2>{t(`none.${status}`)}</h2>
          {status === 'draft' && <p className="muted">{t('noneHint')}</p>}
        </div>
      )}
      {hasMore && (
        <button type="button" className="button quiet" disabled={!isHydrated} onClick={() => void more()}>
          {t('more')}
        </button>
      )}
      <Toasts />
    </main>
  )
}

function Row({
  gathering: {
    slug,
    title,
    organizer,
    isOrganizer,
    group,
    deadlineAt,
    votedCount,
    participantCount,
    slotCount,
    span,
  },
  isWaiting,
  viewer,
  now,
}: {
  gathering: ListedGathering
  isWaiting: boolean
  viewer: Viewer
  now: number
}) {
  const t = useTranslations('gatherings')
  const event = useTranslations('event')
  const today = Math.floor(wallAt(now, viewer.timeZone) / DAY)
  const deadline = deadlineAt === null ? null : wallAt(deadlineAt, viewer.timeZone)
  return (
    <li>
      <div>
        <Link href={`/g/${slug}`} prefetch={false} dir="auto">
          {title}
        </Link>
        <p className={styles.meta}>
          {span ? (
            <span>{formatWhen(span, viewer, today, event)}</span>
          ) : (
            <span>{t('slots', { count: slotCount })}</span>
          )}
          {votedCount !== null && !span && (
            <span>{t('voted', { count: votedCount, total: participantCount })}</span>
          )}
          {group ? (
            <span dir="auto">{group.name}</span>
          ) : (
            !isOrganizer && <span>{t('by', { name: organizer })}</span>
          )}
          {deadline !== null && !span && (
            <span>
              {t('until', {
                when: joinParts(
                  [mediumDay(Math.floor(deadline / DAY), viewer.locale, today), fullTime(deadline, viewer)],
                  viewer.locale,
                ),
              })}
            </span>
          )}
        </p>
      </div>
      {isWaiting && <span className={styles.waiting}>{t('vote')}</span>}
    </li>
  )
}
