'use client'

import { Agenda } from './agenda'
import { CalendarPage, type CalendarPageProps } from './calendar-page'

/** The calendar, beginning with an agenda. */
export function AgendaPage(props: CalendarPageProps) {
  return <CalendarPage {...props} views={{ agenda: Agenda }} />
}
