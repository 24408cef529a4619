'use no memo'

import { useTranslations } from 'next-intl'
import { joinParts } from '@/lib/calendar/format'
import { calendarAt, type Range } from '@/lib/calendar/tuple'
import styles from './calendar-page.module.css'

/** Names the visible calendars with more events in the range than the view shows, and how to see the rest. */
export function TruncatedNotice({ range, shown, locale }: { range: Range; shown: number; locale: string }) {
  const t = useTranslations('calendar')
  const names = (range.truncated ?? []).flatMap((index) => {
    const calendar = calendarAt(range.calendars, index)
    return !calendar || calendar.isHidden ? [] : `\u2068${calendar.name}\u2069`
  })
  if (!names.length) return null
  return (
    <p className={styles.notice} role="status">
      {t('tooMany', { count: shown, calendars: joinParts(names, locale) })}
    </p>
  )
}
