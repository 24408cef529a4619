'use client'
'use no memo'

import { dayNumber, dayOf } from '@/lib/calendar/day'
import { dayRange, monthTitle, yearText } from '@/lib/calendar/format'
import { daysOfView, pageUnit } from '@/lib/calendar/views'
import type { Viewer } from '@/lib/schemas/users'
import type { CalendarRoute } from './calendar-route'
import styles from './toolbar.module.css'

/** The period of the view. Phones hide the current year. */
export function ViewTitle({ route, viewer, today }: { route: CalendarRoute; viewer: Viewer; today: number }) {
  const title = titleOf(route, viewer)
  const year = yearText(route.date, viewer.locale)
  // The year is hidden with the comma before it: `Nov 30 – Dec 6, 2026`.
  const [before, separator = '', after, ...more] = title.split(new RegExp(`([,،]? ?)${year}`))
  if (after === undefined || more.length || !before || dayOf(today).slice(0, 4) !== route.date.slice(0, 4))
    return title
  return (
    <>
      {before}
      <span className={styles.currentYear}>
        {separator}
        {year}
      </span>
      {after}
    </>
  )
}

function titleOf({ view, date }: CalendarRoute, { locale, weekStart }: Viewer): string {
  switch (pageUnit(view)) {
    case 'year':
      return yearText(date, locale)
    case 'month':
    case 'agenda':
      return monthTitle(date, locale)
    case 'week': {
      const { from, to } = daysOfView(view, date, weekStart)
      return dayRange(from, to - 1, locale)
    }
    case 'day':
      return dayRange(dayNumber(date), dayNumber(date), locale)
  }
}
