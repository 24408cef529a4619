import { DAY, type Day, dayNumber, MINUTE, type WallMs } from './day'

/** A user's date and time format. */
export interface DateFormat {
  locale: string
  hourCycle: 'h12' | 'h23'
}

const formatters = new Map<string, (wall: WallMs) => string>()

/** Formats a month: `November 2026`. */
export function monthTitle(day: Day, locale: string): string {
  return formatWall(dayNumber(day) * DAY, locale, { month: 'long', year: 'numeric' })
}

/** Formats a month without year: `November`. */
export function monthName(day: Day, locale: string): string {
  return formatWall(dayNumber(day) * DAY, locale, { month: 'long' })
}

/** Formats a year: `2026`. */
export function yearText(day: Day, locale: string): string {
  return formatWall(dayNumber(day) * DAY, locale, { year: 'numeric' })
}

/** Formats a range of day numbers, both inclusive: `16–22 Nov 2026`. */
export function dayRange(first: number, last: number, locale: string): string {
  const format = new Intl.DateTimeFormat(locale, {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    timeZone: 'UTC',
  })
  // Server and browser may use different spaces around the dash.
  return format
    .formatRange(first * DAY, last * DAY)
    .replaceAll(/[\u2009\u202f]/g, ' ')
    .replace(/^(\d+) – (\d+ )/, '$1–$2')
}

/** Formats a day number: `Saturday, 21 November 2026`. */
export function longDay(number: number, locale: string): string {
  return formatWall(number * DAY, locale, { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' })
}

/** Formats a day number: `21 November 2026`. */
export function longDate(number: number, locale: string): string {
  return formatWall(number * DAY, locale, { day: 'numeric', month: 'long', year: 'numeric' })
}

/** Formats a day number in the order of the locale's region: `21/11/2026`. */
export function numericDate(number: number, locale: string): string {
  return formatWall(number * DAY, locale, { year: 'numeric', month: '2-digit', day: '2-digit' })
}

/** Formats a date without year: `21 November`. */
export function yearlyDate(month: number, date: number, locale: string): string {
  // 2000 is a leap year, so every date exists.
  return formatWall(Date.UTC(2000, month - 1, date), locale, { day: 'numeric', month: 'long' })
}

/** Formats a day number without year: `Saturday, 21 November`. */
export function fullDay(number: number, locale: string): string {
  return formatWall(number * DAY, locale, { weekday: 'long', day: 'numeric', month: 'long' })
}

/** Formats a day number: `Sat, 21 Nov`, with the year if it differs from that of `today`. */
export function mediumDay(number: number, locale: string, today: number): string {
  const sameYear = new Date(number * DAY).getUTCFullYear() === new Date(today * DAY).getUTCFullYear()
  return formatWall(number * DAY, locale, {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    ...(sameYear ? {} : { year: 'numeric' }),
  })
}

/** Formats the day of the month: `21`. */
export function dateNumber(number: number, locale: string): string {
  return formatWall(number * DAY, locale, { day: 'numeric' })
}

/** Formats the label of a month grid's cell: `21`, or `1 Dec` on the first of a month. */
export function dayInGrid(number: number, locale: string): string {
  const isFirst = new Date(number * DAY).getUTCDate() === 1
  return isFirst
    ? formatWall(number * DAY, locale, { day: 'numeric', month: 'short' })
    : dateNumber(number, locale)
}

/** Returns the weekday names, starting with `weekStart`. */
export function weekdayNames(
  weekStart: number,
  locale: string,
  length: 'short' | 'long' | 'narrow',
): string[] {
  // 1970-01-05 was a Monday.
  return Array.from({ length: 7 }, (_, index) =>
    formatWall((4 + weekStart - 1 + index) * DAY, locale, { weekday: length }),
  )
}

/** Returns the month names, from January. */
export function monthNames(locale: string): string[] {
  return Array.from({ length: 12 }, (_, month) =>
    formatWall(Date.UTC(2000, month, 1), locale, { month: 'long' }),
  )
}

/** Joins the truthy parts with the locale's comma: `Sat, 21 Nov, 12:00`. */
export function joinParts(parts: readonly (string | false | 0)[], locale: string): string {
  return parts.filter(Boolean).join(locale.startsWith('ar') ? '، ' : ', ')
}

export function formatWall(wall: WallMs, locale: string, options: Intl.DateTimeFormatOptions): string {
  const key = locale + JSON.stringify(options)
  let format = formatters.get(key)
  if (!format) {
    format = withCache(new Intl.DateTimeFormat(locale, { ...options, calendar: 'gregory', timeZone: 'UTC' }))
    formatters.set(key, format)
  }
  // No format uses both the date and the time of day, so cache keys need only the relevant one.
  return format(options.hour ? (((wall % DAY) + DAY) % DAY) - (((wall % MINUTE) + MINUTE) % MINUTE) : wall)
}

/** Caches formatted values: a month view formats the same dates and times hundreds of times, and Intl is slow. */
function withCache(format: Intl.DateTimeFormat): (wall: WallMs) => string {
  const texts = new Map<WallMs, string>()
  return (wall) => {
    let text = texts.get(wall)
    if (text === undefined) {
      // Server and browser may use different spaces before am and pm.
      text = format.format(wall).replaceAll('\u202f', ' ')
      if (texts.size >= 2000) texts.clear()
      texts.set(wall, text)
    }
    return text
  }
}
