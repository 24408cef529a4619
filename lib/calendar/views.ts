import { addDays, type Day, dayNumber, dayOf, weekday } from './day'
import { addMonths, monthGrid } from './month'

/** The ways to look at a calendar. */
export const VIEWS = ['month', 'week', 'day', 'agenda'] as const
export type View = (typeof VIEWS)[number]

/** Days as day numbers, `to` exclusive. */
export interface DayRange {
  from: number
  to: number
}

/** How many days an agenda lists at a time. */
export const AGENDA_DAYS = 35

export function isView(text: string | undefined): text is View {
  return VIEWS.includes(text as View)
}

/** The first day of the week that a day lies in. `weekStart`: ISO weekday, 1 Monday … 7 Sunday. */
export function startOfWeek(day: number, weekStart: number): number {
  return day - ((weekday(day) - weekStart + 7) % 7)
}

/** The days that a view around a date shows. */
export function daysOfView(view: View, date: Day, weekStart: number): DayRange {
  const day = dayNumber(date)
  switch (view) {
    case 'month': {
      const { from, to } = monthGrid(date, weekStart)
      return { from, to }
    }
    case 'week': {
      const from = startOfWeek(day, weekStart)
      return { from, to: from + 7 }
    }
    case 'day':
      return { from: day, to: day + 1 }
    case 'agenda':
      return { from: day, to: day + AGENDA_DAYS }
  }
}

/** The date so many pages on: a month and an agenda go on by months, the others by what they show. */
export function addPages(view: View, date: Day, pages: number): Day {
  switch (view) {
    case 'month':
    case 'agenda':
      return addMonths(date, pages)
    case 'week':
      return addDays(date, pages * 7)
    case 'day':
      return addDays(date, pages)
  }
}

/** ISO 8601's number of the week that a day lies in: that of its Thursday, counted in the Thursday's year. */
export function isoWeekNumber(day: number): number {
  const thursday = day + 4 - weekday(day)
  const newYear = dayNumber(`${dayOf(thursday).slice(0, 4)}-01-01`)
  return Math.floor((thursday - newYear) / 7) + 1
}
