import { dayOfCivil } from './series/civil'

/** A calendar date, `YYYY-MM-DD`: Temporal's PlainDate. Not an instant, so it is the same for every viewer. */
export type Day = string

/** A wall-clock time without a time zone, `YYYY-MM-DDTHH:MM:SS`: Temporal's PlainDateTime. */
export type Wall = string

/** A wall-clock time as epoch milliseconds, calculated as if it were in UTC. For arithmetic only. */
export type WallMs = number

export const MINUTE = 60_000
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR

/**
 * Range of supported years: four digits, with a margin on both sides for time zones and week arithmetic. The year
 * before `MIN_YEAR` is 1, the earliest that Postgres reads in ISO 8601.
 */
export const MIN_YEAR = 2
export const MAX_YEAR = 9998

/** Returns the number of days from 1970-01-01 to a date. */
export function dayNumber(day: Day): number {
  return dayOfCivil(twoDigits(day, 0) * 100 + twoDigits(day, 2), twoDigits(day, 5), twoDigits(day, 8))
}

/** Returns the date of a day number, as the inverse of {@link dayNumber}. */
export function dayOf(number: number): Day {
  return wallOf(number * DAY).slice(0, 10)
}

export function addDays(day: Day, days: number): Day {
  return dayOf(dayNumber(day) + days)
}

/** Returns the ISO 8601 weekday of a day number: 1 Monday … 7 Sunday. */
export function weekday(number: number): number {
  return ((((number + 3) % 7) + 7) % 7) + 1
}

/**
 * Parses `YYYY-MM-DDTHH:MM:SS` without validating it (see {@link isWall}). Does not use Date, which takes ten times as
 * long (expanding series parses thousands) and maps the years 0 to 99 to 1900 to 1999.
 */
export function wallMs(wall: Wall): WallMs {
  const day = dayOfCivil(
    twoDigits(wall, 0) * 100 + twoDigits(wall, 2),
    twoDigits(wall, 5),
    twoDigits(wall, 8),
  )
  return day * DAY + twoDigits(wall, 11) * HOUR + twoDigits(wall, 14) * MINUTE + twoDigits(wall, 17) * 1000
}

/** Returns the two-digit number at an index; NaN beyond the end of the text. */
function twoDigits(text: string, at: number): number {
  return text.charCodeAt(at) * 10 + text.charCodeAt(at + 1) - 528
}

export function wallOf(ms: WallMs): Wall {
  return new Date(ms).toISOString().slice(0, 19)
}

/** Returns whether a text is an existing date in a supported year. */
export function isDay(text: string): text is Day {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && isWall(`${text}T00:00:00`)
}

/** Returns whether a text is a wall time, with an existing date in a supported year. */
export function isWall(text: string): text is Wall {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}$/.test(text)) return false
  const year = Number(text.slice(0, 4))
  return year >= MIN_YEAR && year <= MAX_YEAR && wallOf(wallMs(text)) === text
}
