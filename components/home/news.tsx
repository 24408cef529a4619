'use client'

import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { useEffect, useState } from 'react'
import { eventPath } from '@/components/event/event-path'
import { useChangeContext } from '@/components/history/change-context'
import { Avatar } from '@/components/ui/avatar'
import { formatAgo } from '@/components/ui/relative-time'
import { DAY } from '@/lib/calendar/day'
import { wallAt } from '@/lib/calendar/zones/wall-time'
import { describeInSentence } from '@/lib/event-text/change-sentence'
import { authorText } from '@/lib/event-text/change-text'
import type { ChangeContext } from '@/lib/event-text/value-text'
import type { NewsItem } from '@/lib/schemas/home'
import type { Viewer } from '@/lib/schemas/users'
import home from './home.module.css'
import styles from './news.module.css'

/** Maximum number of new entries that are shown at once; the rest is collapsed. */
const MAX_NEW = 8

/** Maximum number of already seen entries below the new ones. */
const MAX_EARLIER = 10

/** Changes by other users, grouped by event: those since the user's last visit, and older ones. */
export function News({
  news,
  since,
  upTo,
  now,
  viewer,
}: {
  news: NewsItem[]
  since: number
  upTo: number
  now: number
  viewer: Viewer
}) {
  const t = useTranslations('home')
  // Entries that are new when the page opens stay marked as new while it is open.
  const [initialSince] = useState(since)
  useRecordVisit(upTo)
  const fresh = groupByEvent(news.filter(({ at }) => at > initialSince))
  const earlier = groupByEvent(news.filter(({ at }) => at <= initialSince)).slice(0, MAX_EARLIER)
  return (
    <section className={home.section} aria-labelledby="home-news">
      <h2 id="home-news">{t('news')}</h2>
      {fresh.length ? (
        <NewsList groups={fresh.slice(0, MAX_NEW)} viewer={viewer} now={now} />
      ) : (
        <p className={home.empty}>{t('noNews')}</p>
      )}
      {fresh.length > MAX_NEW && (
        <details className={styles.collapsed}>
          <summary>{t('moreNews', { count: fresh.length - MAX_NEW })}</summary>
          <NewsList groups={fresh.slice(MAX_NEW)} viewer={viewer} now={now} />
        </details>
      )}
      {earlier.length > 0 && (
        <details className={styles.collapsed}>
          <summary>{t('earlier')}</summary>
          <NewsList groups={earlier} viewer={viewer} now={now} />
        </details>
      )}
    </section>
  )
}

/** Records the visit once the page is visible; prefetched pages and background tabs do not count. */
function useRecordVisit(upTo: number): void {
  useEffect(() => {
    const recordVisit = async () => {
      if (document.visibilityState !== 'visible') return
      await fetch('/api/view/news-seen', {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ at: upTo }),
        // Navigating away immediately counts as a visit too.
        keepalive: true,
      }).catch(() => null)
    }
    void recordVisit()
    document.addEventListener('visibilitychange', recordVisit)
    return () => document.removeEventListener('visibilitychange', recordVisit)
  }, [upTo])
}

/** Groups changes of the same event at the position of the latest one. */
function groupByEvent(news: readonly NewsItem[]): NewsItem[][] {
  const groups = new Map<string, NewsItem[]>()
  for (const item of news) {
    const key = item.event?.id ?? `${item.changeset} ${item.title}`
    groups.set(key, [...(groups.get(key) ?? []), item])
  }
  return [...groups.values()]
}

function NewsList({ groups, viewer, now }: { groups: NewsItem[][]; viewer: Viewer; now: number }) {
  const t = useTranslations('home')
  const context = useChangeContext(viewer, Math.floor(wallAt(now, viewer.timeZone) / DAY))
  return (
    <ul className={styles.newsList}>
      {groups.map((items) => (
        <li key={`${items[0]!.changeset} ${items[0]!.event?.id ?? items[0]!.title}`}>
          <Avatar
            id={items[0]!.by?.id ?? 'kinday'}
            name={items[0]!.by?.name ?? '?'}
            color={items[0]!.by?.color}
          />
          <div className={home.details}>
            {items.slice(0, 3).map((item) => (
              <p key={item.changeset} className={styles.newsItem}>
                <NewsText item={item} context={context} />
              </p>
            ))}
            {items.length > 3 && <p className={home.meta}>{t('andMore', { count: items.length - 3 })}</p>}
            <p className={home.meta}>
              <span className={`${styles.source} c-${items[0]!.where.color}`}>
                <span className="dot" aria-hidden="true" /> <bdi>{items[0]!.where.name}</bdi>
              </span>
              <time dateTime={new Date(items[0]!.at).toISOString()}>
                {formatAgo(items[0]!.at, now, viewer)}
              </time>
            </p>
          </div>
        </li>
      ))}
    </ul>
  )
}

function NewsText({ item, context }: { item: NewsItem; context: ChangeContext }) {
  const t = useTranslations('home')
  const { op, title, changes, count, where, event } = item
  const author = authorText(item, context)
  const href = event ? eventPath({ ...event, occurrence: changes[0]?.occurrence ?? 0 }) : where.href
  const text =
    op === 'joined' || op === 'left' || op === 'many'
      ? t(`changes.${op}`, { who: author, count, where: where.name })
      : describeInSentence({ author, op, title, changes }, context)
  return href ? (
    <Link href={href} prefetch={false}>
      {text}
    </Link>
  ) : (
    text
  )
}
