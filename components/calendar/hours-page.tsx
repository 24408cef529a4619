'use client'

import { CalendarPage, type CalendarPageProps } from './calendar-page'
import { Hours } from './hours'

/** The calendar, beginning with a week or a day. */
export function HoursPage(props: CalendarPageProps) {
  return <CalendarPage {...props} views={{ week: Hours, day: Hours }} />
}
