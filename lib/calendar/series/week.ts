import { weekday } from '../day'
import { civilOf, newYearDay } from './civil'

/**
 * Week numbers as in ISO 8601, but with any first weekday (WKST of RFC 5545 §3.3.10): the first week of a year is the
 * first with at least four days in it.
 */

/** Returns the number of a day's week, counted from 1970. */
export function weekIndexOf(day: number, weekStart: number): number {
  // Day 0, 1970-01-01, is a Thursday.
  return Math.floor((day + 4 - weekStart) / 7)
}

/** Returns the first day of a year's first week. */
export function firstWeekStart(year: number, weekStart: number): number {
  const fourth = newYearDay(year) + 3
  return fourth - ((weekday(fourth) - weekStart + 7) % 7)
}

/** Returns the year of a day's week, which can differ from the calendar year around New Year. */
export function weekYearOf(day: number, weekStart: number): number {
  return civilOf(fourthDayOf(day, weekStart)).year
}

/** Returns the fourth day of a day's week, which determines the week's year. */
export function fourthDayOf(day: number, weekStart: number): number {
  return day - ((weekday(day) - weekStart + 7) % 7) + 3
}
