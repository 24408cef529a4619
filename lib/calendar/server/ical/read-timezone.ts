import { DAY, isWall, MINUTE, type WallMs, wallMs } from '@/lib/calendar/day'
import { parseRule } from '@/lib/calendar/series/parse-rule'
import type { Rule } from '@/lib/calendar/series/rule'
import type { RawLine } from './components'
import { parseLine, unescapeText } from './line'

/** A parsed VTIMEZONE (RFC 5545 §3.6.5). */
export interface Timezone {
  id: string
  /** X-LIC-LOCATION, an IANA name. */
  location: string | null
  observances: Observance[]
}

/** A STANDARD or DAYLIGHT component: each onset changes the UTC offset from `from` to `to`, in ms. */
export interface Observance {
  from: number
  to: number
  /** DTSTART and RDATEs in the local time before the change, sorted. */
  onsets: WallMs[]
  rule: Rule | null
}

/** Parses a VTIMEZONE. Skips unreadable observances; returns null if none is left. */
export function readTimezone(lines: readonly RawLine[]): Timezone | null {
  let id = ''
  let location: string | null = null
  let properties: Map<string, string[]> | null = null
  const observances: Observance[] = []
  for (const { text, line } of lines) {
    const content = parseLine(text, line)
    if (!content) continue
    const { name, value } = content
    if (name === 'BEGIN') properties = new Map()
    else if (name === 'END') {
      const observance = properties && observanceOf(properties)
      if (observance && observances.length < MAX_OBSERVANCES) observances.push(observance)
      properties = null
    } else if (properties) {
      const values = properties.get(name)
      if (values) values.push(value)
      else properties.set(name, [value])
    } else if (name === 'TZID') id = unescapeText(value).trim()
    else if (name === 'X-LIC-LOCATION') location = value
  }
  return id && observances.length > 0 ? { id, location, observances } : null
}

function observanceOf(properties: Map<string, string[]>): Observance | null {
  const from = readOffset(properties.get('TZOFFSETFROM')?.[0])
  const to = readOffset(properties.get('TZOFFSETTO')?.[0])
  const start = readLocal(properties.get('DTSTART')?.[0])
  if (to === null || start === null) return null
  const dates = (properties.get('RDATE') ?? []).flatMap((value) => value.split(',').slice(0, MAX_ONSETS))
  const onsets = [start, ...dates.slice(0, MAX_ONSETS).map(readLocal)].filter((wall) => wall !== null)
  return {
    from: from ?? to,
    to,
    onsets: [...new Set(onsets)].sort((a, b) => a - b),
    rule: readRule(properties.get('RRULE')?.[0]),
  }
}

const MAX_ONSETS = 1000
const MAX_OBSERVANCES = 500

/** Parses an offset: `+0130`, `-053020` and variants. Returns null if it is unreadable, or a day or longer. */
function readOffset(text: string | undefined): number | null {
  const [, sign, hours, minutes, seconds] =
    /^([+-]?)(\d{1,2}):?(\d{2})(?::?(\d{2}))?$/.exec(text?.trim() ?? '') ?? []
  if (!hours) return null
  const size = (Number(hours) * 60 + Number(minutes)) * MINUTE + Number(seconds ?? 0) * 1000
  return size >= DAY ? null : sign === '-' ? -size : size
}

function readLocal(text: string | undefined): WallMs | null {
  const [, y, m, d, time = '000000'] = /^(\d{4})(\d\d)(\d\d)(?:T(\d{6})Z?)?/.exec(text ?? '') ?? []
  // Programs use the years 0000 and 0001 for "always".
  const year = y === '0000' || y === '0001' ? '0002' : y
  const wall = `${year}-${m}-${d}T${time.slice(0, 2)}:${time.slice(2, 4)}:${time.slice(4)}`
  return isWall(wall) ? wallMs(wall) : null
}

function readRule(text: string | undefined): Rule | null {
  if (!text) return null
  try {
    const rule = parseRule(text)
    // Only yearly rules are valid for clock changes.
    return rule.freq === 'YEARLY' ? rule : null
  } catch {
    return null
  }
}
