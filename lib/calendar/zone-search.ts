import { CITIES } from './cities'
import { MINUTE } from './day'
import { zoneCity } from './format'
import { type Instant, wallAt, type Zone } from './zone'

/** A zone that a search found, and by which name: `Mumbai`, of Asia/Kolkata. */
export interface ZoneChoice {
  zone: Zone
  name: string
}

/** A list longer than this is not read but searched again. */
const MOST = 30

/**
 * Zones by what people call them: a city, a country, the zone's own name, an abbreviation (`CET`) or an offset (`+5:30`,
 * `utc-3`), as it is at `now`. Accents and case do not matter; names that begin so come first. Without a query: one's
 * own zone and UTC, then all by name.
 */
export function searchZones(
  query: string,
  { zones, own, now }: { zones: readonly Zone[]; own: Zone; now: Instant },
): ZoneChoice[] {
  const all = [...new Set([own, 'UTC', ...zones.map((zone) => TODAY[zone] ?? zone)])]
  const offset = offsetOf(query)
  if (offset !== undefined) {
    const minutes = (zone: Zone) => (wallAt(now, zone) - now) / MINUTE
    return all
      .filter((zone) => minutes(zone) === offset)
      .slice(0, MOST)
      .map(plain)
  }
  const wanted = folded(query)
  if (!wanted) return all.slice(0, MOST).map(plain)
  const found = all.flatMap((zone) => {
    const ranked = namesOf(zone).map(({ name, text }) => ({ zone, name, rank: rankOf(text, wanted) }))
    return ranked.reduce((best, next) => (next.rank < best.rank ? next : best))
  })
  return found
    .filter(({ rank }) => rank < NOWHERE)
    .sort((a, b) => a.rank - b.rank || (a.name < b.name ? -1 : 1))
    .slice(0, MOST)
    .map(({ zone, name }) => ({ zone, name }))
}

/** Browsers list some zones by names that they no longer have (CLDR keeps its first ones). */
const TODAY: Record<Zone, Zone> = {
  'Africa/Asmera': 'Africa/Asmara',
  'America/Buenos_Aires': 'America/Argentina/Buenos_Aires',
  'America/Catamarca': 'America/Argentina/Catamarca',
  'America/Cordoba': 'America/Argentina/Cordoba',
  'America/Godthab': 'America/Nuuk',
  'America/Indianapolis': 'America/Indiana/Indianapolis',
  'America/Jujuy': 'America/Argentina/Jujuy',
  'America/Louisville': 'America/Kentucky/Louisville',
  'America/Mendoza': 'America/Argentina/Mendoza',
  'Asia/Calcutta': 'Asia/Kolkata',
  'Asia/Katmandu': 'Asia/Kathmandu',
  'Asia/Rangoon': 'Asia/Yangon',
  'Asia/Saigon': 'Asia/Ho_Chi_Minh',
  'Atlantic/Faeroe': 'Atlantic/Faroe',
  'Europe/Kiev': 'Europe/Kyiv',
  'Pacific/Enderbury': 'Pacific/Kanton',
  'Pacific/Ponape': 'Pacific/Pohnpei',
  'Pacific/Truk': 'Pacific/Chuuk',
}

const NOWHERE = 3

/** 0: begins so; 1: a word of it does; 2: somewhere within. */
function rankOf(text: string, wanted: string): number {
  if (text.startsWith(wanted)) return 0
  if (text.includes(` ${wanted}`)) return 1
  return wanted.length > 2 && text.includes(wanted) ? 2 : NOWHERE
}

const names = new Map<Zone, { name: string; text: string }[]>()

/** What a zone is found by: its city, the names in the table, and its own name, which shows as its city. */
function namesOf(zone: Zone): { name: string; text: string }[] {
  let list = names.get(zone)
  if (!list) {
    const city = zoneCity(zone)
    const others = CITIES[zone]?.split(', ') ?? []
    list = [city, ...others].map((name) => ({ name, text: folded(name) }))
    list.push({ name: city, text: folded(zone) })
    names.set(zone, list)
  }
  return list
}

function plain(zone: Zone): ZoneChoice {
  return { zone, name: zoneCity(zone) }
}

/** Without accents, in lower case, with words apart. */
function folded(text: string): string {
  return text
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
}

/** Minutes that `+5:30`, `utc-3`, `GMT+0200` or `+02` say; undefined for what is no offset. */
function offsetOf(query: string): number | undefined {
  const [, sign, hours, minutes = '0'] =
    /^\s*(?:utc|gmt)?\s*([+\-−])\s*(\d{1,2})(?::?(\d{2}))?\s*$/i.exec(query) ?? []
  if (!hours) return undefined
  const size = Number(hours) * 60 + Number(minutes)
  return sign === '+' ? size : -size
}
