import { HOUR, MINUTE } from '@/lib/calendar/day'
import { fixedZone } from '@/lib/calendar/zones/fixed'
import { isZone, type Zone } from '@/lib/calendar/zones/zone'
import { windowsZone } from './windows-zones'

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
  // JavaScript engines may accept offsets as zone names; those are parsed separately.
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
