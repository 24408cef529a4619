/** A calendar date, `YYYY-MM-DD`. Not an instant: the same day for every viewer. */
export type Day = string

/** A wall-clock time without zone, `YYYY-MM-DDTHH:MM:SS`. */
export type Wall = string

/** Milliseconds of a wall-clock time, counted as if the wall were in UTC. Arithmetic only, never shown. */
export type WallMs = number

export const MINUTE = 60_000
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR

/** Years that can be written: four digits, and room on both sides for zones and week arithmetic. */
export const FIRST_YEAR = 1
export const LAST_YEAR = 9998

/** Days since 1970-01-01 of a date. */
export function dayNumber(day: Day): number {
  return wallMs(`${day}T00:00:00`) / DAY
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

/** Reads `YYYY-MM-DDTHH:MM:SS`. The text must have that form; whether the date exists is {@link isWall}'s to say. */
export function wallMs(wall: Wall): WallMs {
  const date = new Date(0)
  // Not Date.UTC, which reads the years 0 to 99 as 1900 to 1999.
  date.setUTCFullYear(Number(wall.slice(0, 4)), Number(wall.slice(5, 7)) - 1, Number(wall.slice(8, 10)))
  date.setUTCHours(Number(wall.slice(11, 13)), Number(wall.slice(14, 16)), Number(wall.slice(17, 19)), 0)
  return date.getTime()
}

export function wallOf(ms: WallMs): Wall {
  return new Date(ms).toISOString().slice(0, 19)
}

/** True for a date that exists, in a year that can be written. */
export function isDay(text: string): text is Day {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && isWall(`${text}T00:00:00`)
}

/** True for a date that a view of a writable day may begin or end with: the weeks at both ends reach a little beyond. */
export function isEdge(text: string): text is Day {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && dayOf(dayNumber(text)) === text
}

/** True for a wall time that exists on a clock without zone, in a year that can be written. */
export function isWall(text: string): text is Wall {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}$/.test(text)) return false
  const year = Number(text.slice(0, 4))
  return year >= FIRST_YEAR && year <= LAST_YEAR && wallOf(wallMs(text)) === text
}

/** An instant as databases can write it: they know no year 0, which the first hours of year 1 reach into by their zone. */
export function writable(instant: number): Date {
  return new Date(Math.max(instant, wallMs('0001-01-01T00:00:00')))
}
