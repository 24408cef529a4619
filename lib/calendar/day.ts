import { dayOfCivil } from './series/civil'

/** A calendar date, `YYYY-MM-DD`. Not an instant: the same day for every viewer. */
export type Day = string

/** A wall-clock time without zone, `YYYY-MM-DDTHH:MM:SS`. */
export type Wall = string

/** Milliseconds of a wall-clock time, counted as if the wall were in UTC. Arithmetic only, never shown. */
export type WallMs = number

export const MINUTE = 60_000
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR

/**
 * Years that can be written: four digits, and room on both sides for zones and week arithmetic. Before the first lies
 * the year 1, the earliest that Postgres reads in ISO 8601.
 */
export const MIN_YEAR = 2
export const MAX_YEAR = 9998

/** Days since 1970-01-01 of a date. */
export function dayNumber(day: Day): number {
  return dayOfCivil(two(day, 0) * 100 + two(day, 2), two(day, 5), two(day, 8))
}

/** The date that is so many days after 1970-01-01. */
export function dayOf(number: number): Day {
  return wallOf(number * DAY).slice(0, 10)
}

export function addDays(day: Day, days: number): Day {
  return dayOf(dayNumber(day) + days)
}

/** ISO 8601 weekday of a day number: 1 Monday … 7 Sunday. */
export function weekday(number: number): number {
  return ((((number + 3) % 7) + 7) % 7) + 1
}

/**
 * Reads `YYYY-MM-DDTHH:MM:SS`. The text must have that form; whether the date exists is {@link isWall}'s to say. By hand,
 * since expanding series reads thousands: a Date takes ten times as long, and knows the years 0 to 99 as 1900 to 1999.
 */
export function wallMs(wall: Wall): WallMs {
  const day = dayOfCivil(two(wall, 0) * 100 + two(wall, 2), two(wall, 5), two(wall, 8))
  return day * DAY + two(wall, 11) * HOUR + two(wall, 14) * MINUTE + two(wall, 17) * 1000
}

/** Two digits as a number; NaN behind the end of the text. */
function two(text: string, at: number): number {
  return text.charCodeAt(at) * 10 + text.charCodeAt(at + 1) - 528
}

export function wallOf(ms: WallMs): Wall {
  return new Date(ms).toISOString().slice(0, 19)
}

/** True for a date that exists, in a year that can be written. */
export function isDay(text: string): text is Day {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && isWall(`${text}T00:00:00`)
}

/** True for a wall time that exists on a clock without zone, in a year that can be written. */
export function isWall(text: string): text is Wall {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}$/.test(text)) return false
  const year = Number(text.slice(0, 4))
  return year >= MIN_YEAR && year <= MAX_YEAR && wallOf(wallMs(text)) === text
}
