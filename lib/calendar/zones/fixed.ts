import { DAY, HOUR, MINUTE } from '../day'

const NAME = /^UTC([+-])(\d{2}):(\d{2})(?::(\d{2}))?$/

/**
 * Returns how far ahead of UTC a fixed-offset zone is, in milliseconds; undefined for other names. Calendar files define such
 * zones where no place has their clock: `UTC+04:17`.
 */
export function fixedOffset(name: string): number | undefined {
  if (name.charCodeAt(3) !== 43 && name.charCodeAt(3) !== 45) return undefined
  const [, sign, hours, minutes, seconds = '0'] = NAME.exec(name) ?? []
  if (!sign || Number(minutes) > 59 || Number(seconds) > 59) return undefined
  const size = Number(hours) * HOUR + Number(minutes) * MINUTE + Number(seconds) * 1000
  if (size === 0 || size >= DAY) return undefined
  return sign === '-' ? -size : size
}

/** Returns the name of the zone that is always so many milliseconds ahead of UTC. */
export function fixedZone(offset: number): string {
  if (offset === 0) return 'UTC'
  const size = Math.abs(offset)
  const two = (value: number) => String(Math.floor(value)).padStart(2, '0')
  const seconds = (size % MINUTE) / 1000
  const name = `UTC${offset < 0 ? '-' : '+'}${two(size / HOUR)}:${two((size % HOUR) / MINUTE)}`
  return seconds ? `${name}:${two(seconds)}` : name
}
