import { HOUR, MINUTE } from '../day'
import { CITIES } from './cities'
import { type Instant, offsetAt, type Zone } from './zone'
import { currentZoneName, zoneCityName } from './zone-names'

/** A zone found by a search, with the matched name: `Mumbai` for Asia/Kolkata. */
export interface ZoneChoice {
  zone: Zone
  name: string
}

/** Maximum number of results. */
const MAX_RESULTS = 30

/**
 * Searches zones by city, country, zone name, abbreviation (`CET`) or offset at `instant` (`+5:30`, `utc-3`). Ignores
 * accents and case; names that start with the query come first. An empty query returns the user's own zone, UTC, then
 * the others.
 */
export function searchZones(
  query: string,
  { zones, own, instant }: { zones: readonly Zone[]; own: Zone; instant: Instant },
): ZoneChoice[] {
  const all = [...new Set([own, 'UTC', ...zones].map(currentZoneName))]
  const offset = offsetOf(query)
  if (offset !== undefined) {
    return all
      .filter((zone) => offsetAt(instant, zone) === offset)
      .slice(0, MAX_RESULTS)
      .map(toZoneChoice)
  }
  const folded = foldText(query)
  if (!folded) return all.slice(0, MAX_RESULTS).map(toZoneChoice)
  const found = all.flatMap((zone) => {
    const ranked = namesOf(zone).map(({ name, text, isFullName }) => {
      const rank = rankOf(text, folded)
      return { zone, name, rank: isFullName && rank < FULL_NAME_RANK ? FULL_NAME_RANK : rank }
    })
    return ranked.reduce((best, next) => (next.rank < best.rank ? next : best))
  })
  return found
    .filter(({ rank }) => rank < NO_MATCH)
    .sort((a, b) => a.rank - b.rank || (a.name < b.name ? -1 : 1))
    .slice(0, MAX_RESULTS)
    .map(({ zone, name }) => ({ zone, name }))
}

/** Minimum rank of a match of the full zone name: `indi` finds India before zones in `Indian/…`. */
const FULL_NAME_RANK = 3
const NO_MATCH = 5

/** Returns 0 for an equal text, 1 for its beginning, 2 for the beginning of a word, 4 for a match within. */
function rankOf(text: string, folded: string): number {
  if (text === folded) return 0
  if (text.startsWith(folded)) return 1
  if (text.includes(` ${folded}`)) return 2
  return folded.length > 2 && text.includes(folded) ? 4 : NO_MATCH
}

interface Name {
  name: string
  text: string
  /** Whether it is the full zone name with its region. */
  isFullName?: true
}

const names = new Map<Zone, Name[]>()

/** Returns the searchable names of a zone: its city, the names in the table, and the zone name. */
function namesOf(zone: Zone): Name[] {
  let list = names.get(zone)
  if (!list) {
    const city = zoneCityName(zone)
    const others = CITIES[zone]?.split(', ') ?? []
    list = [city, ...others].map((name): Name => ({ name, text: foldText(name) }))
    list.push({ name: city, text: foldText(zone), isFullName: true })
    names.set(zone, list)
  }
  return list
}

function toZoneChoice(zone: Zone): ZoneChoice {
  return { zone, name: zoneCityName(zone) }
}

/** Returns a text in lower case without accents, with words separated by single spaces. */
function foldText(text: string): string {
  return text
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
}

/** Parses an offset such as `+5:30`, `utc-3`, `GMT+0200`, `utc 2` or `5:30`; undefined for other texts. */
function offsetOf(query: string): number | undefined {
  const found = /^\s*(utc|gmt)?\s*([+\-−])?\s*(\d{1,2})(?::?(\d{2}))?\s*$/i.exec(query)
  if (!found) return undefined
  const [, prefix, sign, hours, minutes] = found
  if (!prefix && !sign && !minutes) return undefined
  const size = Number(hours) * HOUR + Number(minutes ?? 0) * MINUTE
  return sign && sign !== '+' ? -size : size
}
