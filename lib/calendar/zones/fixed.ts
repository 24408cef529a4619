import { DAY, HOUR, MINUTE } from '../day'

const NAME = /^UTC([+-])(\d{2}):(\d{2})(?::(\d{2}))?$/

/**
 * Returns the UTC offset of a fixed-offset zone in milliseconds; undefined for other names. Used for zones of calendar
 * files that match no IANA zone: `UTC+04:17`.
 */
export function fixedOffset(name: string): number | undefined {
  if (name.charCodeAt(3) !== 43 && name.charCodeAt(3) !== 45) return undefined
  const [, sign, hours, minutes, seconds = '0'] = NAME.exec(name) ?? []
  if (!sign || Number(minutes) > 59 || Number(seconds) > 59) return undefined
  const size = Number(hours) * HOUR + Number(minutes) * MINUTE + Number(seconds) * 1000
  if (size === 0 || size >= DAY) return undefined
  return sign === '-' ? -size : size
}

/** Returns the name of the fixed-offset zone with an offset in milliseconds. */
export function fixedZone(offset: number): string {
  if (offset === 0) return 'UTC'
  const size = Math.abs(offset)
  const twoDigits = (value: number) => String(Math.floor(value)).padStart(2, '0')
  const seconds = (size % MINUTE) / 1000
  const name = `UTC${offset < 0 ? '-' : '+'}${twoDigits(size / HOUR)}:${twoDigits((size % HOUR) / MINUTE)}`
  return seconds ? `${name}:${twoDigits(seconds)}` : name
}
