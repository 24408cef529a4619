'use client'

import { CalendarPage, type CalendarPageProps } from './calendar-page'
import { Month } from './month'

/** The calendar, beginning with a month. */
export function MonthPage(props: CalendarPageProps) {
  return <CalendarPage {...props} views={{ month: Month }} />
}
