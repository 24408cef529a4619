import type { WallMs } from '@/lib/calendar/day'
import { fixedZone } from '@/lib/calendar/zones/fixed'
import { instantAt } from '@/lib/calendar/zones/wall-time'
import type { Zone } from '@/lib/calendar/zones/zone'
import { COMMON_ZONES } from './common-zones'
import { createNote, type IcalNote } from './notes'
import { coversInstant, hasFixedOffset, instantInTimezone } from './observances'
import type { Timezone } from './read-timezone'
import { zoneOfTzid } from './tzid'
import { matchRatio, samplesOf, type ZoneSample } from './zone-samples'

/**
 * The zone of a TZID. `convert` translates the wall times of the file to those of `zone`; null if they are equal.
 */
export interface ResolvedZone {
  zone: Zone
  convert: ((wall: WallMs) => WallMs) | null
}

/** Resolves the TZIDs of a file, each once. */
export interface FileZones {
  /** X-WR-TIMEZONE, the zone of times without TZID; unset if they are floating. */
  floating?: Zone | null
  /** Resolves a TZID. @param line line number for notes */
  resolve(tzid: string, line: number): ResolvedZone
}

/**
 * Creates the zone resolver of a file. A TZID resolves to the first of:
 * 1. the zone with its name, if the VTIMEZONE has the same offsets at the times of the file that it covers;
 * 2. the first zone with the offsets of the VTIMEZONE, beginning with the user's;
 * 3. a zone with the fixed offset of the VTIMEZONE.
 * Without a VTIMEZONE, it resolves to the zone with its name, else to the user's.
 *
 * @param starts wall times of the file, by TZID
 * @param userZone zone of the importing user
 */
export function fileZones(
  timezones: ReadonlyMap<string, Timezone>,
  starts: ReadonlyMap<string, readonly WallMs[]>,
  userZone: Zone,
  report: (note: IcalNote) => void,
): FileZones {
  const resolved = new Map<string, ResolvedZone>()
  let searches = 0
  return {
    resolve(tzid, line) {
      let zone = resolved.get(tzid)
      if (!zone) {
        zone = resolve(tzid, line)
        resolved.set(tzid, zone)
      }
      return zone
    },
  }

  function resolve(tzid: string, line: number): ResolvedZone {
    const timezone = timezones.get(tzid.trim())
    const named = zoneOfTzid(tzid) ?? (timezone?.location ? zoneOfTzid(timezone.location) : null)
    if (!timezone) {
      if (!named) report(createNote(line, 'zone_unknown', tzid))
      return { zone: named ?? userZone, convert: null }
    }
    const samples = samplesOf(timezone, starts.get(tzid) ?? [])
    if (named && isSameZone(named, timezone, samples)) return { zone: named, convert: null }
    report(createNote(line, 'zone_matched', tzid))
    // Limits searches, since comparing all zones takes time.
    if (++searches > MAX_SEARCHES) return toFixedOffset(timezone, samples)
    const zone = [userZone, ...COMMON_ZONES, ...Intl.supportedValuesOf('timeZone')].find((candidate) =>
      samples.every(({ wall, instant }) => instantAt(wall, candidate) === instant),
    )
    if (zone) return { zone, convert: null }
    return toFixedOffset(timezone, samples)
  }
}

/** Returns a zone with the offset of the latest sample. Unlike UTC, it keeps the weekdays that rules name. */
function toFixedOffset(timezone: Timezone, samples: readonly ZoneSample[]): ResolvedZone {
  const { wall, instant } = samples.at(-1)!
  const offset = wall - instant
  const isFixed = samples.every((sample) => sample.wall - sample.instant === offset)
  const zone = fixedZone(offset)
  return { zone, convert: isFixed ? null : (time) => instantInTimezone(timezone, time) + offset }
}

/**
 * Returns whether a VTIMEZONE describes the zone with its name. Many programs write only standard time, or only the
 * changes of one year, or use an old tz database, so most of the samples that it covers have to match.
 */
function isSameZone(named: Zone, timezone: Timezone, samples: readonly ZoneSample[]): boolean {
  const covered = samples.filter(({ instant }) => coversInstant(timezone, instant))
  if (covered.length === 0 || matchRatio(named, covered) >= MIN_MATCH_RATIO) return true
  return hasFixedOffset(timezone) && matchRatio(named, samples) > 0
}

/** Minimum share of the samples that must match if names are equal. */
const MIN_MATCH_RATIO = 0.66
const MAX_SEARCHES = 20
