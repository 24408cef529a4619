import { DAY, type Day, dayNumber, MINUTE, type WallMs } from './day'
import { fixedOffset } from './zones/fixed'

/** How a person wants dates written. */
export interface DateStyle {
  locale: string
  hourCycle: 'h12' | 'h23'
}

const kept = new Map<string, (wall: WallMs) => string>()

/** A time of day as chips show it: `09:30`, or `9am` and `9:30am` on a twelve-hour clock. */
export function shortTime(wall: WallMs, { locale, hourCycle }: DateStyle): string {
  const whole = hourCycle === 'h12' && wall % (60 * MINUTE) === 0
  const text = written(wall, locale, {
    hour: hourCycle === 'h12' ? 'numeric' : '2-digit',
    ...(whole ? {} : { minute: '2-digit' }),
    hourCycle,
  })
  return hourCycle === 'h12' && locale.startsWith('en') ? text.replace(' ', '').toLowerCase() : text
}

/** A time of day in full. */
export function fullTime(wall: WallMs, { locale, hourCycle }: DateStyle): string {
  const hour = hourCycle === 'h12' ? 'numeric' : '2-digit'
  return written(wall, locale, { hour, minute: '2-digit', hourCycle })
}

/** `November 2026` */
export function monthTitle(day: Day, locale: string): string {
  return written(dayNumber(day) * DAY, locale, { month: 'long', year: 'numeric' })
}

/** `2026`, as it stands in a title. */
export function yearText(day: Day, locale: string): string {
  return written(dayNumber(day) * DAY, locale, { year: 'numeric' })
}

/** `16–22 Nov 2026`, of day numbers, the last included. */
export function dayRange(first: number, last: number, locale: string): string {
  const format = new Intl.DateTimeFormat(locale, {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    timeZone: 'UTC',
  })
  // Server and browser may disagree on the spaces around the dash.
  return format
    .formatRange(first * DAY, last * DAY)
    .replaceAll(/[\u2009\u202f]/g, ' ')
    .replace(/^(\d+) – (\d+ )/, '$1–$2')
}

/** `Saturday, 21 November 2026` */
export function longDay(number: number, locale: string): string {
  return written(number * DAY, locale, { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' })
}

/** `21 November 2026` */
export function longDate(number: number, locale: string): string {
  return written(number * DAY, locale, { day: 'numeric', month: 'long', year: 'numeric' })
}

/** `21/11/2026`, in the order of the locale's region. */
export function numericDate(number: number, locale: string): string {
  return written(number * DAY, locale, { year: 'numeric', month: '2-digit', day: '2-digit' })
}

/** `21 November`, of any year. */
export function yearlyDate(month: number, date: number, locale: string): string {
  // A leap year has every date.
  return written(Date.UTC(2000, month - 1, date), locale, { day: 'numeric', month: 'long' })
}

/** `Sat, 21 Nov`; with the year when it is another than that of `today`. */
export function mediumDay(number: number, locale: string, today: number): string {
  const sameYear = new Date(number * DAY).getUTCFullYear() === new Date(today * DAY).getUTCFullYear()
  return written(number * DAY, locale, {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    ...(sameYear ? {} : { year: 'numeric' }),
  })
}

/** `21`, in the digits of the language. */
export function dateNumber(number: number, locale: string): string {
  return written(number * DAY, locale, { day: 'numeric' })
}

/** `21`, or `1 Dec` on the first of a month. */
export function dayInGrid(number: number, locale: string): string {
  const first = new Date(number * DAY).getUTCDate() === 1
  return first
    ? written(number * DAY, locale, { day: 'numeric', month: 'short' })
    : dateNumber(number, locale)
}

/** Names of the week's days, in the person's order. */
export function weekdayNames(
  weekStart: number,
  locale: string,
  length: 'short' | 'long' | 'narrow',
): string[] {
  // 1970-01-05 was a Monday.
  return Array.from({ length: 7 }, (_, index) =>
    written((4 + weekStart - 1 + index) * DAY, locale, { weekday: length }),
  )
}

/** Names of the months, January first. */
export function monthNames(locale: string): string[] {
  return Array.from({ length: 12 }, (_, month) =>
    written(Date.UTC(2000, month, 1), locale, { month: 'long' }),
  )
}

/** What is told one after another, but for what there is none of: `Sat, 21 Nov, 12:00`. */
export function inRow(parts: readonly (string | false | 0)[], locale: string): string {
  return parts.filter(Boolean).join(locale.startsWith('ar') ? '، ' : ', ')
}

/** `GMT+1`, as the zone is at an instant. With a minus and no hyphen: a line would break after that. */
export function zoneOffsetName(zone: string, instant: number, locale: string): string {
  // Intl knows no zones of a fixed offset before Node 22.
  if (fixedOffset(zone) !== undefined) return zone.replace('-', '−')
  const format = new Intl.DateTimeFormat(locale, { timeZone: zone, timeZoneName: 'shortOffset' })
  const name = format.formatToParts(instant).find(({ type }) => type === 'timeZoneName')?.value ?? zone
  return name.replace('-', '−')
}

/** `09:30`, or `02:15 (GMT+2)` where the clock shows that time twice. `offset`: of such a time, in milliseconds. */
export function exactTime(wall: WallMs, style: DateStyle, offset: number | undefined): string {
  const time = fullTime(wall, style)
  if (offset === undefined) return time
  const minutes = Math.abs(offset) / MINUTE
  const rest = minutes % 60 ? `:${String(minutes % 60).padStart(2, '0')}` : ''
  const size = offset === 0 ? '' : `${offset < 0 ? '−' : '+'}${Math.floor(minutes / 60)}${rest}`
  return `${time} (GMT${size})`
}

function written(wall: WallMs, locale: string, options: Intl.DateTimeFormatOptions): string {
  const key = locale + JSON.stringify(options)
  let format = kept.get(key)
  if (!format) {
    format = remembering(
      new Intl.DateTimeFormat(locale, { ...options, calendar: 'gregory', timeZone: 'UTC' }),
    )
    kept.set(key, format)
  }
  // Nothing here depends on the date and the time of day at once.
  return format(options.hour ? (((wall % DAY) + DAY) % DAY) - (((wall % MINUTE) + MINUTE) % MINUTE) : wall)
}

/** A month writes the same few dates and times of day hundreds of times, and Intl is slow. */
function remembering(format: Intl.DateTimeFormat): (wall: WallMs) => string {
  const texts = new Map<WallMs, string>()
  return (wall) => {
    let text = texts.get(wall)
    if (text === undefined) {
      // Server and browser may disagree on which space stands before am and pm.
      text = format.format(wall).replaceAll('\u202f', ' ')
      if (texts.size >= 2000) texts.clear()
      texts.set(wall, text)
    }
    return text
  }
}
