import { weekday } from '../day'
import { civilOf, newYearDay } from './civil'

/**
 * Weeks are numbered as in ISO 8601, only that they may start on another day (WKST of RFC 5545 §3.3.10): the first of a
 * year is the first that has at least four days of it.
 */

/** The number of the week that a day lies in, counted from one week start for all time. */
export function weekIndexOf(day: number, weekStart: number): number {
  // 1970-01-01, day 0, was a Thursday.
  return Math.floor((day + 4 - weekStart) / 7)
}

/** The first day of a year's first week. */
export function firstWeek(year: number, weekStart: number): number {
  const fourth = newYearDay(year) + 3
  return fourth - ((weekday(fourth) - weekStart + 7) % 7)
}

/** The year that a day's week is of: for days around New Year perhaps not the calendar's. */
export function weekYearOf(day: number, weekStart: number): number {
  return civilOf(fourthDayOf(day, weekStart)).year
}

/** The fourth day of a day's week: the week is of the year that it lies in. */
export function fourthDayOf(day: number, weekStart: number): number {
  return day - ((weekday(day) - weekStart + 7) % 7) + 3
}
