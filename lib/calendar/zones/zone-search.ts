import { HOUR, MINUTE } from '../day'
import { CITIES } from './cities'
import { type Instant, offsetAt, type Zone } from './zone'
import { currentZoneName, zoneCityName } from './zone-names'

/** A zone that a search found, and by which name: `Mumbai`, of Asia/Kolkata. */
export interface ZoneChoice {
  zone: Zone
  name: string
}

/** A list longer than this is not read but searched again. */
const MAX_RESULTS = 30

/**
 * Zones by what people call them: a city, a country, the zone's own name, an abbreviation (`CET`) or an offset (`+5:30`,
 * `utc-3`), as it is at `now`. Accents and case do not matter; names that begin so come first. Without a query: one's
 * own zone and UTC, then all by name.
 */
export function searchZones(
  query: string,
  { zones, own, now }: { zones: readonly Zone[]; own: Zone; now: Instant },
): ZoneChoice[] {
  const all = [...new Set([own, 'UTC', ...zones].map(currentZoneName))]
  const offset = offsetOf(query)
  if (offset !== undefined) {
    return all
      .filter((zone) => offsetAt(now, zone) === offset)
      .slice(0, MAX_RESULTS)
      .map(toZoneChoice)
  }
  const wanted = foldText(query)
  if (!wanted) return all.slice(0, MAX_RESULTS).map(toZoneChoice)
  const found = all.flatMap((zone) => {
    const ranked = namesOf(zone).map(({ name, text, whole }) => {
      const rank = rankOf(text, wanted)
      return { zone, name, rank: whole && rank < FULL_NAME_RANK ? FULL_NAME_RANK : rank }
    })
    return ranked.reduce((best, next) => (next.rank < best.rank ? next : best))
  })
  return found
    .filter(({ rank }) => rank < NO_MATCH)
    .sort((a, b) => a.rank - b.rank || (a.name < b.name ? -1 : 1))
    .slice(0, MAX_RESULTS)
    .map(({ zone, name }) => ({ zone, name }))
}

/** A zone's whole name begins with a region: `indi` means India before what lies in `Indian/…`. */
const FULL_NAME_RANK = 3
const NO_MATCH = 5

/** 0: is it; 1: begins so; 2: a word of it does; 4: somewhere within. */
function rankOf(text: string, wanted: string): number {
  if (text === wanted) return 0
  if (text.startsWith(wanted)) return 1
  if (text.includes(` ${wanted}`)) return 2
  return wanted.length > 2 && text.includes(wanted) ? 4 : NO_MATCH
}

interface Name {
  name: string
  text: string
  /** The zone's own, with its region. */
  whole?: true
}

const names = new Map<Zone, Name[]>()

/** What a zone is found by: its city, the names in the table, and its own name, which shows as its city. */
function namesOf(zone: Zone): Name[] {
  let list = names.get(zone)
  if (!list) {
    const city = zoneCityName(zone)
    const others = CITIES[zone]?.split(', ') ?? []
    list = [city, ...others].map((name): Name => ({ name, text: foldText(name) }))
    list.push({ name: city, text: foldText(zone), whole: true })
    names.set(zone, list)
  }
  return list
}

function toZoneChoice(zone: Zone): ZoneChoice {
  return { zone, name: zoneCityName(zone) }
}

/** Without accents, in lower case, with words apart. */
function foldText(text: string): string {
  return text
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
}

/** How far ahead of UTC `+5:30`, `utc-3`, `GMT+0200`, `utc 2` or `5:30` say; undefined for what is no offset. */
function offsetOf(query: string): number | undefined {
  const found = /^\s*(utc|gmt)?\s*([+\-−])?\s*(\d{1,2})(?::?(\d{2}))?\s*$/i.exec(query)
  if (!found) return undefined
  const [, prefix, sign, hours, minutes] = found
  if (!prefix && !sign && !minutes) return undefined
  const size = Number(hours) * HOUR + Number(minutes ?? 0) * MINUTE
  return sign && sign !== '+' ? -size : size
}
