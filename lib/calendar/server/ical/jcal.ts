import ICAL from 'ical.js'
import { type ContentLine, formatLine, parseLine } from './line'

/** A jCal property (RFC 7265 §3.4): `["x-foo", {}, "text", "value"]`. */
export type JcalProperty = [string, Record<string, string | string[]>, string, ...unknown[]]

/** A jCal component (RFC 7265 §3.3): `["valarm", [properties], [components]]`. */
export type JcalComponent = [string, JcalProperty[], JcalComponent[]]

/**
 * Converts a content line to jCal. If parsing the value would lose information (`GEO:48.10;11.5` is two numbers, of
 * which one gets shorter), uses the type `unknown` with the raw value (RFC 7265 §5.1) and VALUE as a parameter.
 */
export function toJcal(line: ContentLine): JcalProperty {
  // ical.js scans the rest of the line for each parameter, so long lines with many parameters are not parsed.
  if (line.value.length < 20_000 && line.params.size <= 20) {
    const text = formatLine(line.name, line.params, line.value)
    const property = text.length < 30_000 ? parseProperty(text) : null
    if (property && isSameLine(stringifyProperty(property), line)) return property
  }
  const params = [...line.params].map(([key, values]) => [
    key,
    values.length === 1 ? values[0]! : [...values],
  ])
  return [line.name.toLowerCase(), Object.fromEntries(params), 'unknown', line.value]
}

/** Converts a jCal property to an unfolded content line; returns null for other values. */
export function fromJcal(property: unknown): string | null {
  if (!isProperty(property)) return null
  const [name, params, type, value] = property
  if (type === 'unknown') {
    return formatLine(name, Object.entries(params), typeof value === 'string' ? value : '')
  }
  return stringifyProperty(property)
}

/** Converts a jCal component to unfolded content lines, including BEGIN and END; none for other values. */
export function* fromJcalComponent(component: unknown): Generator<string> {
  if (!isComponent(component)) return
  const name = component[0].toUpperCase()
  yield `BEGIN:${name}`
  for (const property of component[1]) {
    const line = fromJcal(property)
    if (line !== null) yield line
  }
  for (const inner of component[2]) yield* fromJcalComponent(inner)
  yield `END:${name}`
}

export function isProperty(value: unknown): value is JcalProperty {
  return (
    Array.isArray(value) &&
    isName(value[0]) &&
    typeof value[1] === 'object' &&
    value[1] !== null &&
    !Array.isArray(value[1]) &&
    typeof value[2] === 'string'
  )
}

export function isComponent(value: unknown): value is JcalComponent {
  return Array.isArray(value) && isName(value[0]) && Array.isArray(value[1]) && Array.isArray(value[2])
}

function isName(value: unknown): value is string {
  return typeof value === 'string' && /^[A-Za-z0-9_.-]+$/.test(value)
}

function parseProperty(text: string): JcalProperty | null {
  try {
    const component = ICAL.parse(`BEGIN:VEVENT\r\n${text}\r\nEND:VEVENT`) as JcalComponent
    return component[1]?.[0] ?? null
  } catch {
    return null
  }
}

function stringifyProperty(property: JcalProperty): string | null {
  try {
    const text = ICAL.stringify(['vevent', [property], []] as unknown[])
    // ical.js folds at 76 octets where RFC 5545 §3.1 allows 75, so lines are unfolded here and folded again by fold().
    const lines = text.replace(/\r\n[ \t]/g, '').split('\r\n')
    return lines.slice(1, lines.indexOf('END:VEVENT', 1)).join('\\n')
  } catch {
    return null
  }
}

function isSameLine(text: string | null, line: ContentLine): boolean {
  const other = text === null ? null : parseLine(text, line.line)
  if (!other || other.name !== line.name || other.value !== line.value) return false
  for (const key of new Set([...other.params.keys(), ...line.params.keys()])) {
    const mine = line.params.get(key)?.join('\0')
    const theirs = other.params.get(key)?.join('\0')
    // The property's default type is not written, and types are case-insensitive.
    if (key === 'value') {
      if (theirs !== undefined && theirs !== mine?.toUpperCase()) return false
    } else if (mine !== theirs) return false
  }
  return true
}
