import { addDays, type Day, dayNumber, dayOf, weekday } from './day'
import { addMonths, monthGrid } from './month'

/** Views in the view switch and in the command menu. */
export const LISTED_VIEWS = ['year', 'month', 'week', 'day', 'agenda', 'people'] as const
export type ListedView = (typeof LISTED_VIEWS)[number]

/** Calendar views. The people view has its own switch between a day (`people`) and a week (`people-week`). */
export const VIEWS = [...LISTED_VIEWS, 'people-week'] as const
export type View = (typeof VIEWS)[number]

/** A range of day numbers, `to` exclusive. */
export interface DayRange {
  from: number
  to: number
}

/** Number of days of an agenda page. */
export const AGENDA_DAYS = 35

export function isView(text: string | undefined): text is View {
  return VIEWS.includes(text as View)
}

/** Returns the entry of the view switch that stands for a view: `people` for both people views. */
export function listedView(view: View): ListedView {
  return view === 'people-week' ? 'people' : view
}

/** Returns the unit by which a view pages, named like a view: `day` and `week` for the people views. */
export function pageUnit(view: View): Exclude<ListedView, 'people'> {
  return view === 'people' ? 'day' : view === 'people-week' ? 'week' : view
}

/** Returns the first day of a day's week. @param weekStart ISO weekday, 1 Monday … 7 Sunday */
export function startOfWeek(day: number, weekStart: number): number {
  return day - ((weekday(day) - weekStart + 7) % 7)
}

/** Returns the days that a view of a date shows. */
export function daysOfView(view: View, date: Day, weekStart: number): DayRange {
  const day = dayNumber(date)
  switch (pageUnit(view)) {
    case 'year': {
      const months = monthsOfYear(date)
      return { from: dayNumber(months[0]!), to: dayNumber(addMonths(months[0]!, 12)) }
    }
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

/**
 * Returns the days that a page loads with a view. A year loads the month of its date; the view fetches the other months
 * itself, because the number of occurrences in one range is limited.
 */
export function loadedDaysOfView(view: View, date: Day, weekStart: number): DayRange {
  return daysOfView(view === 'year' ? 'month' : view, date, weekStart)
}

/** Returns the first days of the months of a date's year. */
export function monthsOfYear(date: Day): Day[] {
  return Array.from({ length: 12 }, (_, month) => addMonths(`${date.slice(0, 4)}-01-01`, month))
}

/** Returns the date `pages` pages later. A page is a year, a month (also for the agenda), a week or a day. */
export function addPages(view: View, date: Day, pages: number): Day {
  switch (pageUnit(view)) {
    case 'year':
      return addMonths(date, pages * 12)
    case 'month':
    case 'agenda':
      return addMonths(date, pages)
    case 'week':
      return addDays(date, pages * 7)
    case 'day':
      return addDays(date, pages)
  }
}

/** Returns the ISO 8601 week number of a day: that of its Thursday, counted in the Thursday's year. */
export function isoWeekNumber(day: number): number {
  const thursday = day + 4 - weekday(day)
  const newYear = dayNumber(`${dayOf(thursday).slice(0, 4)}-01-01`)
  return Math.floor((thursday - newYear) / 7) + 1
}
