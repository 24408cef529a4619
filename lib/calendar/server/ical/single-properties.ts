import { type ContentLine, unescapeText } from './line'
import type { ParsedComponent } from './parsed-component'

/** Properties that may occur only once. Repetitions are dropped. */
export const SINGLE_PROPERTIES = new Set([
  'UID',
  'SEQUENCE',
  'DTSTART',
  'DTEND',
  'DURATION',
  'DUE',
  'RECURRENCE-ID',
])

/** Reads a property that may occur only once; returns false if it is none. */
export function readSingle(parsed: ParsedComponent, line: ContentLine): boolean {
  switch (line.name) {
    case 'UID':
      parsed.uid = unescapeText(line.value).trim() || null
      return true
    case 'SEQUENCE':
      parsed.sequence = /^\d{1,9}$/.test(line.value.trim()) ? Number(line.value) : 0
      return true
    case 'DTSTAMP':
      parsed.stamp = instantOf(line.value)
      return true
    case 'LAST-MODIFIED':
      parsed.lastModified = instantOf(line.value)
      return true
    case 'CREATED':
      return true
    case 'DTSTART':
      parsed.start = line
      return true
    case 'DTEND':
      parsed.end = line
      return true
    case 'DURATION':
      parsed.duration = line
      return true
    case 'RECURRENCE-ID':
      parsed.recurrenceId = line
      return true
    case 'DUE':
      if (parsed.isTodo) parsed.due = line
      return parsed.isTodo
    case 'X-KINDAY-ID':
      parsed.kindayId = line.value.trim().toLowerCase()
      return true
    case 'X-KINDAY-KIND':
      return readKind(parsed, line.value.trim().toLowerCase())
    default:
      return false
  }
}

function readKind(parsed: ParsedComponent, kind: string): boolean {
  if (kind !== 'event' && kind !== 'meeting' && kind !== 'reminder') return false
  parsed.kind = kind
  return true
}

function instantOf(value: string): number | null {
  const [, y, m, d, hours, minutes, seconds] =
    /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z?$/i.exec(value.trim()) ?? []
  const instant = Date.parse(`${y}-${m}-${d}T${hours}:${minutes}:${seconds}Z`)
  return Number.isNaN(instant) ? null : instant
}
