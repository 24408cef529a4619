import { DAY } from '@/lib/calendar/day'
import { BoundedCache } from '@/lib/calendar/series/bounded-cache'
import { zoneOfTzid } from '@/lib/calendar/server/ical/tzid'
import { WINDOWS_NAMES } from '@/lib/calendar/server/ical/windows-zones'
import { hasSameClock } from '@/lib/calendar/zones/clock'
import { fixedOffset } from '@/lib/calendar/zones/fixed'
import type { Instant, Zone } from '@/lib/calendar/zones/zone'

/** A zone as Graph names it, and the zone of the tz database that Kinday reads this name as. */
export interface NamedZone {
  name: string
  zone: Zone
}

export const UTC: NamedZone = { name: 'UTC', zone: 'UTC' }

const YEAR = 366 * DAY

const found = new BoundedCache<string, NamedZone | 'none'>(500)

/** Returns the Windows zone that has the same clock around an instant and for some years after; null if none. */
export function windowsZoneLike(zone: Zone, at: Instant, years: number): NamedZone | null {
  const exact = WINDOWS_NAMES.get(zone)
  if (exact) return { name: exact, zone }
  if (fixedOffset(zone) !== undefined) return null
  const year = Math.floor(at / YEAR)
  const key = `${zone} ${year} ${years}`
  let like = found.get(key)
  if (!like) {
    const [from, to] = [(year - 1) * YEAR, (year + 1 + years) * YEAR]
    const [other, name] =
      [...WINDOWS_NAMES].find(([candidate]) => hasSameClock(zone, candidate, from, to)) ?? []
    like = other && name ? { name, zone: other } : 'none'
    found.set(key, like)
  }
  return like === 'none' ? null : like
}

/** Returns the zone that a name of Graph means; null if it is unknown, such as `tzone://Microsoft/Custom`. */
export function zoneOfName(name: string | undefined): Zone | null {
  return name ? zoneOfTzid(name) : null
}
