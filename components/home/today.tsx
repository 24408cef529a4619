import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { formatIn } from '@/components/ui/relative-time'
import { DAY, dayOf } from '@/lib/calendar/day'
import { fullTime } from '@/lib/calendar/format-time'
import { itemsOfDay } from '@/lib/calendar/item-order'
import { isBar } from '@/lib/calendar/month'
import { FLAG, type Item } from '@/lib/calendar/tuple'
import styles from './home.module.css'
import { Row } from './row'
import type { HomeSectionProps } from './section-props'

/** Maximum number of events; the day view shows the rest. */
const MAX_SHOWN = 50

/** Today's events: all-day ones first, then by time, with a marker for the current time. */
export function Today(props: HomeSectionProps) {
  const { items, viewer, wall, today } = props
  const t = useTranslations('home')
  const itemsToday = itemsOfDay(items, today)
  const upcoming = itemsToday.filter((item) => isBar(item) || item.end > wall)
  // If there are too many, past events are left out first.
  const shownItems = (itemsToday.length > MAX_SHOWN ? upcoming : itemsToday).slice(0, MAX_SHOWN)
  const allDayItems = shownItems.filter(isBar)
  const timedItems = shownItems.filter((item) => !isBar(item)).sort((a, b) => a.start - b.start)
  const next = timedItems.find((item) => item.start > wall && !(item.flags & (FLAG.done | FLAG.cancelled)))
  const stateOf = (item: Item) => {
    if (item.start <= wall && item.end > wall) return 'now'
    return item.end <= wall && item.start < wall ? 'past' : ''
  }
  return (
    <section className={styles.section} aria-labelledby="home-today">
      <h2 id="home-today">{t('today')}</h2>
      {itemsToday.length === 0 ? (
        <p className={styles.empty}>
          {t('free')}{' '}
          <Link href={`/calendar/month/${dayOf(today)}`} prefetch={false}>
            {t('toCalendar')}
          </Link>
        </p>
      ) : (
        <ul className={styles.list}>
          {allDayItems.map((item, index) => (
            <Row
              key={`day ${item.id} ${item.occurrence} ${index}`}
              {...props}
              item={item}
              when={t('allDay')}
            />
          ))}
          {timedItems.map((item, index) => (
            <Row
              key={`${item.id} ${item.occurrence} ${index}`}
              {...props}
              item={item}
              state={stateOf(item)}
              when={
                <>
                  <span>{fullTime(Math.max(item.start, today * DAY), viewer)}</span>
                  {item.end > item.start && (
                    <span className={styles.endTime}>{fullTime(item.end, viewer)}</span>
                  )}
                </>
              }
              note={
                stateOf(item) === 'now' ? (
                  <span className={styles.now}>{t('now')}</span>
                ) : item === next ? (
                  <span className={styles.next}>{formatIn(item.start, wall, viewer.locale)}</span>
                ) : null
              }
            />
          ))}
        </ul>
      )}
      {itemsToday.length > shownItems.length && (
        <p className={styles.empty}>
          <Link href={`/calendar/day/${dayOf(today)}`} prefetch={false}>
            {t('moreToday', { count: itemsToday.length - shownItems.length })}
          </Link>
        </p>
      )}
    </section>
  )
}
