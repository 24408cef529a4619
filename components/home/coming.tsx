import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { DAY, dayOf } from '@/lib/calendar/day'
import { mediumDay } from '@/lib/calendar/format'
import { fullTime } from '@/lib/calendar/format-time'
import { isBar } from '@/lib/calendar/month'
import type { Item } from '@/lib/calendar/tuple'
import styles from './home.module.css'
import { Row } from './row'
import type { HomeSectionProps } from './section-props'

/** Maximum number of events; the calendar shows the rest. */
const MAX_SHOWN = 40

/** The next two weeks in all calendars, day by day. Events that began earlier are listed under today only. */
export function Coming(props: HomeSectionProps) {
  const { items, viewer, today, range } = props
  const t = useTranslations('home')
  const later = items
    .filter((item) => item.start >= (today + 1) * DAY && item.start < range.to * DAY)
    .sort((a, b) => a.start - b.start || Number(isBar(b)) - Number(isBar(a)))
    .slice(0, MAX_SHOWN)
  if (!later.length) return null
  const days = new Map<number, Item[]>()
  for (const item of later) {
    const day = Math.floor(item.start / DAY)
    days.set(day, [...(days.get(day) ?? []), item])
  }
  return (
    <section className={`${styles.section} ${styles.coming}`} aria-labelledby="home-coming">
      <h2 id="home-coming">{t('coming')}</h2>
      {[...days].map(([day, dayItems]) => (
        <div key={day} className={styles.day}>
          <h3>
            <Link href={`/calendar/month/${dayOf(day)}`} prefetch={false} className={styles.dayLink}>
              {day === today + 1 ? t('tomorrow') : mediumDay(day, viewer.locale, today)}
            </Link>
          </h3>
          <ul className={styles.list}>
            {dayItems.map((item, index) => (
              <Row
                key={`${item.id} ${item.occurrence} ${index}`}
                {...props}
                item={item}
                when={
                  isBar(item)
                    ? item.end > (day + 1) * DAY
                      ? t('untilDay', { day: mediumDay(Math.ceil(item.end / DAY) - 1, viewer.locale, today) })
                      : t('allDay')
                    : fullTime(item.start, viewer)
                }
              />
            ))}
          </ul>
        </div>
      ))}
    </section>
  )
}
