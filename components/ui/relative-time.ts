import { differenceInHours, differenceInMinutes, intlFormatDistance, roundToNearestMinutes } from 'date-fns'
import { wallAt } from '@/lib/calendar/zones/wall-time'

/**
 * Formats a past instant: "now", "5 minutes ago", "3 hours ago", from 24 hours on in days of the time zone:
 * "yesterday".
 */
export function formatAgo(at: number, now: number, { locale, timeZone }: RegionalSettings): string {
  const past = Math.min(at, now)
  if (isWithinMinute(at, now)) return intlFormatDistance(now, now, { unit: 'second', locale })
  if (differenceInMinutes(now, past) < 60) return intlFormatDistance(past, now, { unit: 'minute', locale })
  if (differenceInHours(now, past) < 24) return intlFormatDistance(past, now, { unit: 'hour', locale })
  return intlFormatDistance(localDay(past, timeZone), localDay(now, timeZone), { unit: 'day', locale })
}

/** Whether {@link formatAgo} formats an instant as "now". */
export function isWithinMinute(at: number, now: number): boolean {
  return differenceInMinutes(now, Math.min(at, now)) === 0
}

/**
 * Formats the time until a later instant, or between two wall times: "in 25 minutes", from 90 minutes on "in 2 hours",
 * from two days on "in 7 days".
 */
export function formatIn(at: number, now: number, locale: string): string {
  const [from, to] = [roundToNearestMinutes(now), roundToNearestMinutes(at)]
  const minutes = differenceInMinutes(to, from)
  const hours = differenceInHours(to, from)
  // Days of 24 hours: those of the calendar depend on the time zone.
  if (hours >= 48)
    return new Intl.RelativeTimeFormat(locale, { numeric: 'always' }).format(Math.round(hours / 24), 'day')
  return intlFormatDistance(to, from, { unit: minutes < 90 ? 'minute' : 'hour', locale, numeric: 'always' })
}

interface RegionalSettings {
  locale: string
  timeZone: string
}

/**
 * Returns the day of an instant in `timeZone`, as a Date at midnight of the process's zone, where date-fns counts days.
 */
function localDay(at: number, timeZone: string): Date {
  const wall = new Date(wallAt(at, timeZone))
  return new Date(wall.getUTCFullYear(), wall.getUTCMonth(), wall.getUTCDate())
}
