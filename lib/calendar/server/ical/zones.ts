import { HOUR, MINUTE, type WallMs } from '@/lib/calendar/day'
import { fixedZone } from '@/lib/calendar/zones/fixed'
import { type Instant, instantAt, isZone, type Zone } from '@/lib/calendar/zones/zone'
import { note } from './components'
import type { IcalNote } from './ical-event'
import {
  coversInstant,
  hasFixedOffset,
  instantInTimezone,
  startOfTimezone,
  type Timezone,
} from './observances'
import { windowsZone } from './windows-zones'

/** The zone that a TZID stands for. `convert`: set where no IANA zone agrees with the file's, which then has a fixed offset. */
export interface ResolvedZone {
  zone: Zone
  convert: ((wall: WallMs) => WallMs) | null
}

/** How the TZIDs of one file are read. Each is decided once. */
export interface FileZones {
  /** The zone that times without a zone are in (X-WR-TIMEZONE); unset: they are floating. */
  floating?: Zone | null
  /** `line`: where it is met, for a note. */
  read(tzid: string, line: number): ResolvedZone
}

/**
 * Returns how the zones of a file are read. Its own VTIMEZONEs decide as far as they go: a zone is taken by its name if it
 * agrees with them at the times that the file uses and that they cover; else one is looked for that does, the reader's own
 * first, and where there is none, the times keep their offset. A TZID without VTIMEZONE whose name says nothing is read as
 * the reader's zone.
 *
 * @param starts wall times that the file uses, by TZID
 */
export function fileZones(
  timezones: ReadonlyMap<string, Timezone>,
  starts: ReadonlyMap<string, readonly WallMs[]>,
  reader: Zone,
  notes: (note: IcalNote) => void,
): FileZones {
  const decided = new Map<string, ResolvedZone>()
  let searches = 0
  return {
    read(tzid, line) {
      let reading = decided.get(tzid)
      if (!reading) {
        reading = decide(tzid, line)
        decided.set(tzid, reading)
      }
      return reading
    },
  }

  function decide(tzid: string, line: number): ResolvedZone {
    const timezone = timezones.get(tzid.trim())
    const named = zoneOfTzid(tzid) ?? (timezone?.location ? zoneOfTzid(timezone.location) : null)
    if (!timezone) {
      if (!named) notes(note(line, 'zone_unknown', tzid))
      return { zone: named ?? reader, convert: null }
    }
    const samples = samplesOf(timezone, starts.get(tzid) ?? [])
    // An author's tz database may be older than ours, or tell only of the years that it thought of.
    if (named && agrees(named, timezone, samples)) return { zone: named, convert: null }
    notes(note(line, 'zone_matched', tzid))
    // Nobody has this many clocks of their own; asking all zones takes a moment each time.
    if (++searches > MAX_SEARCHES) return fixedReading(timezone, samples)
    const zone = [reader, ...PRINCIPAL, ...Intl.supportedValuesOf('timeZone')].find((candidate) =>
      samples.every(({ wall, instant }) => instantAt(wall, candidate) === instant),
    )
    if (zone) return { zone, convert: null }
    return fixedReading(timezone, samples)
  }
}

/** Reads times at the offset that most of the file's first times have: a weekday stays the weekday it is. */
function fixedReading(timezone: Timezone, samples: readonly Sample[]): ResolvedZone {
  const { wall, instant } = samples.at(-1)!
  const offset = wall - instant
  const isFixed = samples.every((sample) => sample.wall - sample.instant === offset)
  const zone = fixedZone(offset)
  return { zone, convert: isFixed ? null : (time) => instantInTimezone(timezone, time) + offset }
}

/**
 * Whether a zone is what a VTIMEZONE of its name means. Many programs write only the standard time, or only the changes of
 * one year: what such a VTIMEZONE does not cover is the named zone's to say. One that is complete and differs is kept.
 */
function agrees(named: Zone, timezone: Timezone, samples: readonly Sample[]): boolean {
  const covered = samples.filter(({ instant }) => coversInstant(timezone, instant))
  if (covered.length === 0 || agreement(named, covered) >= 0.66) return true
  return hasFixedOffset(timezone) && agreement(named, samples) > 0
}

/** The IANA zone that a TZID names, in one of the many ways that they are written; null for none. */
export function zoneOfTzid(tzid: string): Zone | null {
  const text = tzid.trim().replace(/^"|"$/g, '')
  if (text.length > 200) return null
  return ianaZone(text.replaceAll(' ', '_')) ?? windowsZone(text) ?? prefixedZone(text) ?? offsetZone(text)
}

const canonical = new Map(Intl.supportedValuesOf('timeZone').map((zone) => [zone.toLowerCase(), zone]))

/** Not names, but often taken for such, where there is but one place that says so. */
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
  // ICU knows more, some of which nobody means: its BST is Bangladesh's. Others, and Postgres, do not know them.
  if (text.length === 3 && !/^(GMT|UTC|UCT|EST|MST|HST|CET|EET|MET|WET|PRC|ROC|ROK)$/i.test(text)) return null
  // Offsets are zones to some; they are read below.
  if (!/^[A-Za-z][\w+-]*(\/[\w+-]+)*$/.test(text) || !isZone(text)) return null
  // Old names stay as they are; only their case is mended where it is not that of a name.
  return /^[A-Z]/.test(text) && (text === text.toUpperCase() || text.includes('/') || text.length > 4)
    ? text
    : new Intl.DateTimeFormat('en', { timeZone: text }).resolvedOptions().timeZone
}

/** `/freeassociation.sourceforge.net/Tzfile/Europe/Berlin`, `tzone://Microsoft/Utc`: the longest end that is a zone. */
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

/** `GMT+0200`, `UTC-5`, `+02:00`, `(UTC+01:00)`: Etc zones, whose signs are the other way round; other offsets as they are. */
function offsetZone(text: string): Zone | null {
  const [, sign, hours, minutes = '0', seconds = '0'] =
    /^\(?(?:GMT|UTC|Etc\/GMT)?\s?([+-])(\d{1,2})(?:[:.]?(\d{2})(?::?(\d{2}))?)?\)?$/i.exec(text) ?? []
  if (!sign) return null
  const size = Number(hours)
  if (Number(minutes) !== 0 || Number(seconds) !== 0) {
    const offset = size * HOUR + Number(minutes) * MINUTE + Number(seconds) * 1000
    const zone = fixedZone(sign === '-' ? -offset : offset)
    return isZone(zone) ? zone : null
  }
  if (size === 0) return 'UTC'
  const zone = `Etc/GMT${sign === '+' ? '-' : '+'}${size}`
  return isZone(zone) ? zone : null
}

interface Sample {
  wall: WallMs
  instant: Instant
}

const MAX_SAMPLES = 60
const MAX_SEARCHES = 20

/**
 * What a VTIMEZONE says of the times that a file uses: those themselves, and the middle of winter and summer of their
 * years. Not of years before it says anything.
 */
function samplesOf(timezone: Timezone, starts: readonly WallMs[]): Sample[] {
  const begin = startOfTimezone(timezone)
  const used = starts.filter((wall) => wall - 14 * HOUR > begin)
  const step = Math.max(1, Math.floor(used.length / MAX_SAMPLES))
  const some = used.filter((_, index) => index % step === 0)
  const years = [...new Set(some.map((wall) => new Date(wall).getUTCFullYear()))]
  if (years.length === 0) years.push(Math.max(new Date(begin).getUTCFullYear() + 1, 2026))
  const halves = years.flatMap((year) => [Date.UTC(year, 0, 15, 12), Date.UTC(year, 6, 15, 12)])
  return [...halves, ...some].map((wall) => ({ wall, instant: instantInTimezone(timezone, wall) }))
}

function agreement(zone: Zone, samples: readonly Sample[]): number {
  const agreeing = samples.filter(({ wall, instant }) => instantAt(wall, zone) === instant)
  return samples.length === 0 ? 0 : agreeing.length / samples.length
}

/** Where most people live, one for each kind of clock: asked before all others. */
const PRINCIPAL: Zone[] = [
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
