import { useTranslations } from 'next-intl'
import { DAY } from '@/lib/calendar/day'
import { joinParts, mediumDay } from '@/lib/calendar/format'
import { fullTime } from '@/lib/calendar/format-time'
import type { Series } from '@/lib/calendar/series/recurrence'
import { lastByCount, nextOccurrences } from '@/lib/calendar/series/upcoming'
import { type Span, wallsOf } from '@/lib/calendar/span'
import type { Viewer } from '@/lib/schemas/users'
import styles from './event.module.css'

/** Lists up to three occurrences of a series that follow `after`, and its last one if the rule has a COUNT. */
export function NextDates({ series, after, viewer }: { series: Series; after: Span; viewer: Viewer }) {
  const t = useTranslations('repeat')
  const start = (span: Span) => wallsOf(span, viewer.timeZone).start
  const today = Math.floor(start(after) / DAY)
  const day = (span: Span) => mediumDay(Math.floor(start(span) / DAY), viewer.locale, today)
  const spans = nextOccurrences(series, after, 3)
  if (!spans.length) return <p className={styles.repeatNext}>{t('noNext')}</p>
  // Shows times if the series occurs more than once a day.
  const hasSeveralADay = new Set([after, ...spans].map(day)).size <= spans.length
  const texts = spans.map((span) =>
    hasSeveralADay ? joinParts([day(span), fullTime(start(span), viewer)], viewer.locale) : day(span),
  )
  const last = lastByCount(series)
  const days = texts.join(' · ')
  return (
    <p className={styles.repeatNext}>
      {last && start(last) > start(spans.at(-1)!)
        ? t('nextWithLast', { days, day: day(last) })
        : t('next', { days })}
    </p>
  )
}
