import { HOUR, MINUTE, type WallMs } from '@/lib/calendar/day'
import { fixedZone } from '@/lib/calendar/zones/fixed'
import { type Instant, instantAt, isZone, type Zone } from '@/lib/calendar/zones/zone'
import { createNote } from './components'
import type { IcalNote } from './ical-event'
import {
  coversInstant,
  hasFixedOffset,
  instantInTimezone,
  startOfTimezone,
  type Timezone,
} from './observances'
import { windowsZone } from './windows-zones'

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
function toFixedOffset(timezone: Timezone, samples: readonly Sample[]): ResolvedZone {
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
function isSameZone(named: Zone, timezone: Timezone, samples: readonly Sample[]): boolean {
  const covered = samples.filter(({ instant }) => coversInstant(timezone, instant))
  if (covered.length === 0 || matchRatio(named, covered) >= MIN_MATCH_RATIO) return true
  return hasFixedOffset(timezone) && matchRatio(named, samples) > 0
}

/** Returns the IANA zone of a TZID in one of its many notations; null if unknown. */
export function zoneOfTzid(tzid: string): Zone | null {
  const text = tzid.trim().replace(/^"|"$/g, '')
  if (text.length > 200) return null
  return ianaZone(text.replaceAll(' ', '_')) ?? windowsZone(text) ?? prefixedZone(text) ?? offsetZone(text)
}

const canonical = new Map(Intl.supportedValuesOf('timeZone').map((zone) => [zone.toLowerCase(), zone]))

/** Abbreviations that are unambiguous in practice. */
const ABBREVIATIONS = new Map<string, Zone>([
  ['Z', 'UTC'],
  ['PST', 'America/Los_Angeles'],
  ['PDT', 'America/Los_Angeles'],
  ['MDT', 'America/Denver'],
  ['CDT', 'America/Chicago'],
  ['EDT', 'America/New_York'],
  ['BST', 'Europe/London'],
  ['CEST', 'Europe/Berlin'],
  ['JST', 'Asia/Tokyo'],
])

function ianaZone(text: string): Zone | null {
  const zone = canonical.get(text.toLowerCase()) ?? ABBREVIATIONS.get(text.toUpperCase())
  if (zone) return zone
  // ICU has more abbreviations with unexpected meanings, such as BST for Bangladesh. Other programs and Postgres do
  // not support them.
  if (text.length === 3 && !/^(GMT|UTC|UCT|EST|MST|HST|CET|EET|MET|WET|PRC|ROC|ROK)$/i.test(text)) return null
  // Some engines accept offsets as zone names; those are parsed separately.
  if (!/^[A-Za-z][\w+-]*(\/[\w+-]+)*$/.test(text) || !isZone(text)) return null
  // Keeps outdated names and corrects only their case.
  return /^[A-Z]/.test(text) && (text === text.toUpperCase() || text.includes('/') || text.length > 4)
    ? text
    : new Intl.DateTimeFormat('en', { timeZone: text }).resolvedOptions().timeZone
}

/**
 * Returns the zone at the end of a path: `/freeassociation.sourceforge.net/Tzfile/Europe/Berlin`,
 * `tzone://Microsoft/Utc`.
 */
function prefixedZone(text: string): Zone | null {
  const parts = text.split('/').filter(Boolean)
  if (parts.length < 2 || parts.length > 12) return null
  for (let from = Math.max(1, parts.length - 3); from < parts.length; from++) {
    const end = parts.slice(from).join('/')
    const zone = ianaZone(end) ?? (from === parts.length - 1 ? windowsZone(end) : null)
    if (zone) return zone
  }
  return null
}

/**
 * Returns the zone of an offset (`GMT+0200`, `UTC-5`, `+02:00`, `(UTC+01:00)`): an Etc zone, whose sign is reversed,
 * or a fixed-offset zone.
 */
function offsetZone(text: string): Zone | null {
  const [, sign, hours, minutes = '0', seconds = '0'] =
    /^\(?(?:GMT|UTC|Etc\/GMT)?\s?([+-])(\d{1,2})(?:[:.]?(\d{2})(?::?(\d{2}))?)?\)?$/i.exec(text) ?? []
  if (!sign) return null
  const hourCount = Number(hours)
  if (Number(minutes) !== 0 || Number(seconds) !== 0) {
    const offset = hourCount * HOUR + Number(minutes) * MINUTE + Number(seconds) * 1000
    const zone = fixedZone(sign === '-' ? -offset : offset)
    return isZone(zone) ? zone : null
  }
  if (hourCount === 0) return 'UTC'
  const zone = `Etc/GMT${sign === '+' ? '-' : '+'}${hourCount}`
  return isZone(zone) ? zone : null
}

interface Sample {
  wall: WallMs
  instant: Instant
}

const MAX_SAMPLES = 60

/** Part of the samples that must match if names are equal. */
const MIN_MATCH_RATIO = 0.66

/** Year that is compared if a file has no times in the zone. */
const DEFAULT_SAMPLE_YEAR = 2026
const MAX_SEARCHES = 20

/**
 * Returns the times at which zones are compared: those of the file after the first onset, and the middle of winter and
 * summer of their years.
 */
function samplesOf(timezone: Timezone, starts: readonly WallMs[]): Sample[] {
  const firstOnset = startOfTimezone(timezone)
  const covered = starts.filter((wall) => wall - 14 * HOUR > firstOnset)
  const step = Math.max(1, Math.floor(covered.length / MAX_SAMPLES))
  const sampled = covered.filter((_, index) => index % step === 0)
  const years = [...new Set(sampled.map((wall) => new Date(wall).getUTCFullYear()))]
  if (years.length === 0) years.push(Math.max(new Date(firstOnset).getUTCFullYear() + 1, DEFAULT_SAMPLE_YEAR))
  const midSeasons = years.flatMap((year) => [Date.UTC(year, 0, 15, 12), Date.UTC(year, 6, 15, 12)])
  return [...midSeasons, ...sampled].map((wall) => ({ wall, instant: instantInTimezone(timezone, wall) }))
}

function matchRatio(zone: Zone, samples: readonly Sample[]): number {
  const matching = samples.filter(({ wall, instant }) => instantAt(wall, zone) === instant)
  return samples.length === 0 ? 0 : matching.length / samples.length
}

/** Common zones, compared before all others. */
const COMMON_ZONES: Zone[] = [
  'UTC',
  'Europe/Berlin',
  'Europe/London',
  'Europe/Paris',
  'Europe/Athens',
  'Europe/Helsinki',
  'Europe/Moscow',
  'Europe/Istanbul',
  'Europe/Lisbon',
  'Europe/Kyiv',
  'America/New_York',
  'America/Chicago',
  'America/Denver',
  'America/Phoenix',
  'America/Los_Angeles',
  'America/Anchorage',
  'Pacific/Honolulu',
  'America/Halifax',
  'America/St_Johns',
  'America/Toronto',
  'America/Mexico_City',
  'America/Bogota',
  'America/Lima',
  'America/Caracas',
  'America/Santiago',
  'America/Sao_Paulo',
  'America/Argentina/Buenos_Aires',
  'America/Havana',
  'Atlantic/Azores',
  'Africa/Lagos',
  'Africa/Cairo',
  'Africa/Johannesburg',
  'Africa/Nairobi',
  'Africa/Casablanca',
  'Asia/Jerusalem',
  'Asia/Beirut',
  'Asia/Riyadh',
  'Asia/Tehran',
  'Asia/Dubai',
  'Asia/Kabul',
  'Asia/Karachi',
  'Asia/Kolkata',
  'Asia/Kathmandu',
  'Asia/Dhaka',
  'Asia/Yangon',
  'Asia/Bangkok',
  'Asia/Shanghai',
  'Asia/Singapore',
  'Asia/Tokyo',
  'Asia/Seoul',
  'Asia/Yekaterinburg',
  'Asia/Novosibirsk',
  'Asia/Vladivostok',
  'Australia/Perth',
  'Australia/Darwin',
  'Australia/Adelaide',
  'Australia/Brisbane',
  'Australia/Sydney',
  'Australia/Lord_Howe',
  'Pacific/Auckland',
  'Pacific/Fiji',
  'Pacific/Tongatapu',
  'Pacific/Kiritimati',
]
