import { MINUTE, type WallMs } from './day'
import { type DateFormat, formatWall } from './format'
import { fixedOffset } from './zones/fixed'

/** Formats a time of day for event chips: `09:30`, or `9am` and `9:30am` on a twelve-hour clock. */
export function shortTime(wall: WallMs, { locale, hourCycle }: DateFormat): string {
  const isFullHour = hourCycle === 'h12' && wall % (60 * MINUTE) === 0
  const text = formatWall(wall, locale, {
    hour: hourCycle === 'h12' ? 'numeric' : '2-digit',
    ...(isFullHour ? {} : { minute: '2-digit' }),
    hourCycle,
  })
  return hourCycle === 'h12' && locale.startsWith('en') ? text.replace(' ', '').toLowerCase() : text
}

/** Formats a time of day: `09:30`, or `9:30 am`. */
export function fullTime(wall: WallMs, { locale, hourCycle }: DateFormat): string {
  const hour = hourCycle === 'h12' ? 'numeric' : '2-digit'
  return formatWall(wall, locale, { hour, minute: '2-digit', hourCycle })
}

/**
 * Formats the UTC offset of a zone at an instant: `GMT+1`. Uses a minus sign, since a line could wrap after a hyphen.
 */
export function zoneOffsetName(zone: string, instant: number, locale: string): string {
  // Intl does not support fixed-offset zones before Node 22.
  if (fixedOffset(zone) !== undefined) return zone.replace('-', '−')
  const format = new Intl.DateTimeFormat(locale, { timeZone: zone, timeZoneName: 'shortOffset' })
  const name = format.formatToParts(instant).find(({ type }) => type === 'timeZoneName')?.value ?? zone
  return name.replace('-', '−')
}

/** Formats a time of day: `09:30`, or `02:15 (GMT+2)`. @param offset in milliseconds, for a repeated wall time */
export function exactTime(wall: WallMs, format: DateFormat, offset: number | undefined): string {
  const time = fullTime(wall, format)
  if (offset === undefined) return time
  const minutes = Math.abs(offset) / MINUTE
  const minutesText = minutes % 60 ? `:${String(minutes % 60).padStart(2, '0')}` : ''
  const offsetText = offset === 0 ? '' : `${offset < 0 ? '−' : '+'}${Math.floor(minutes / 60)}${minutesText}`
  return `${time} (GMT${offsetText})`
}
