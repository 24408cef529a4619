import { DAY, isDay, wallOf } from '@/lib/calendar/day'
import { type Recurrence, type RecurrenceId, wallOfId } from '@/lib/calendar/series/recurrence'
import { parseRule } from '@/lib/calendar/series/rule'
import { hasValidOrder, type Span } from '@/lib/calendar/span'
import type { Zone } from '@/lib/calendar/zones/zone'
import { note } from './components'
import type { IcalNote, IcalTime } from './ical-event'
import type { ContentLine } from './line'
import {
  addDuration,
  isWritableWall,
  readDuration,
  readTime,
  recurrenceIdOf,
  spanBetween,
  wallInZone,
} from './moments'
import type { ParsedComponent } from './parts'
import type { FileZones } from './zones'

/** Context for parsing times: zones of the file, the reader's zone, and where to add notes. */
export interface TimeContext {
  zones: FileZones
  reader: Zone
  notes: (note: IcalNote) => void
  /** Number of RANGE=THISANDFUTURE changes still allowed, since each takes time. */
  splits: { left: number }
}

/** Maximum number of RDATEs and EXDATEs of an event together. */
export const MAX_DATES = 10_000

/**
 * Returns the span of a component (RFC 5545 §3.6.1): DTSTART with DTEND, DURATION or neither; DUE for a to-do.
 * Returns null, with a note, if it has no readable start.
 */
export function readSpan(part: ParsedComponent, clocks: TimeContext): Span | null {
  const { zones, notes } = clocks
  const line = startLine(part)
  if (!line) {
    notes(note(part.line, 'no_start', part.fields.title || part.uid || ''))
    return null
  }
  const start = readTime(line.value, line, zones)
  const end = start && readEnd(part, start, clocks)
  if (!end) {
    notes(note(line.line, 'bad_date', line.value))
    return null
  }
  const span = spanBetween(start, end)
  if (span.type === 'all-day') return isDay(span.end) ? checked(end.wall >= start.wall, span) : null
  return checked(hasValidOrder(span), span)

  function checked(forward: boolean, span: Span): Span {
    if (!forward) notes(note(part.line, 'end_before_start', part.fields.title))
    if (forward || span.type === 'all-day') return span
    return span.type === 'timed'
      ? { ...span, end: span.start, endZone: span.startZone }
      : { ...span, end: span.start }
  }
}

/**
 * Returns the property with the start: DUE for a to-do, except for a recurring one, whose instances are based on
 * DTSTART.
 */
export function startLine(part: ParsedComponent): ContentLine | null {
  const repeats = part.rules.length + part.dates.length > 0 || part.recurrenceId
  return part.due && !repeats ? part.due : (part.start ?? part.due)
}

/** Parses the recurrence of a component for a series of the span; null if it has no readable one. */
export function readRecurrence(part: ParsedComponent, span: Span, clocks: TimeContext): Recurrence | null {
  const rules = part.rules.flatMap((line) => readRule(line, part, clocks.notes) ?? [])
  const dates = readDates(part.dates, span, clocks)
  const exclusions = readDates(part.exclusions, span, clocks).map((date) => date.split('/', 1)[0]!)
  const recurrence = {
    rules: [...new Set(rules)],
    dates: sorted(dates),
    exclusions: sorted(exclusions),
  }
  if (recurrence.dates.length + recurrence.exclusions.length > MAX_DATES) {
    clocks.notes(note(part.line, 'shortened', part.fields.title))
    recurrence.exclusions = nearest(recurrence.exclusions, span.start, MAX_DATES)
    recurrence.dates = nearest(recurrence.dates, span.start, MAX_DATES - recurrence.exclusions.length)
  }
  return rules.length + dates.length + exclusions.length > 0 ? recurrence : null
}

/** Parses a RECURRENCE-ID for a series of the span; returns null, with a note, if it is no time. */
export function readRecurrenceId(
  line: ContentLine,
  span: Span,
  { zones, reader, notes }: TimeContext,
): RecurrenceId | null {
  const moment = readTime(line.value, line, zones)
  const id = moment && recurrenceIdOf(moment, span, reader)
  if (!id) notes(note(line.line, 'bad_date', line.value))
  return id
}

/** Returns the end from DTEND or DURATION, converted to the type of the start: date or date-time. */
function readEnd(part: ParsedComponent, start: IcalTime, { zones, notes }: TimeContext): IcalTime | null {
  if (part.isTodo) return start
  if (part.end) {
    const { value, line } = part.end
    const end = readTime(value, part.end, zones)
    if (!end) {
      notes(note(line, 'bad_date', value))
      return start
    }
    const alike = start.date === end.date && (start.zone === null) === (end.zone === null)
    if (alike) return end
    notes(note(line, 'property_unreadable', 'DTEND'))
    if (start.date) {
      // The end is exclusive, so a day that has started is included.
      const wall = end.zone && end.zone !== 'UTC' ? wallInZone(end, end.zone) : end.wall
      return { ...start, wall: Math.ceil(wall / DAY) * DAY }
    }
    return { ...end, date: false, zone: start.zone }
  }
  if (!part.duration) return start
  const length = readDuration(part.duration.value)
  if (!length) {
    notes(note(part.duration.line, 'property_unreadable', 'DURATION'))
    return start
  }
  return addDuration(start, start.date ? { days: length.days + Math.ceil(length.ms / DAY), ms: 0 } : length)
}

/**
 * Returns a rule in upper case without unknown or empty parts. An invalid rule is kept as a property without effect.
 */
function readRule(line: ContentLine, part: ParsedComponent, notes: (note: IcalNote) => void): string | null {
  const parts = line.value
    .toUpperCase()
    .replace(/\s+|^RRULE:/g, '')
    .split(';')
    .filter(Boolean)
  const rule = parts
    .filter((part) => !/^X-|=$|^INTERVAL=0+$/.test(part))
    .map((part) => (part.startsWith('UNTIL=') ? part.replace(/[-:]/g, '') : part))
    .join(';')
  try {
    parseRule(rule)
  } catch {
    notes(note(line.line, 'rule_unreadable', line.value))
    part.fields.unknown.push(['rrule', {}, 'unknown', line.value])
    return null
  }
  if (rule !== parts.join(';')) notes(note(line.line, 'rule_approximated', line.value))
  return rule
}

/**
 * Parses RDATE and EXDATE (RFC 5545 §3.8.5.1, §3.8.5.2) to recurrence ids; periods as `start/end` in the start's
 * zone.
 */
function readDates(lines: readonly ContentLine[], span: Span, clocks: TimeContext): string[] {
  return lines.flatMap((line) =>
    line.value.split(',').flatMap((value) => {
      if (!value.trim()) return []
      const date = readDate(value, line, span, clocks)
      if (!date) clocks.notes(note(line.line, 'bad_date', value))
      return date ?? []
    }),
  )
}

function readDate(
  text: string,
  line: ContentLine,
  span: Span,
  { zones, reader, notes }: TimeContext,
): string | null {
  const [from, to] = text.split('/') as [string, string | undefined]
  const start = readTime(from, line, zones)
  const id = start && recurrenceIdOf(start, span, reader)
  if (!id || to === undefined || span.type === 'all-day') return id
  const length = readDuration(to)
  const end = length ? addDuration(start, length) : readTime(to, line, zones)
  if (!end || start.date || end.date) return null
  const wall = span.type === 'timed' ? wallInZone(end, span.startZone) : end.wall
  if (wall < wallOfId(id)) {
    notes(note(line.line, 'end_before_start', text))
    return id
  }
  return isWritableWall(wall) ? `${id}/${wallOf(wall)}` : null
}

function sorted(dates: string[]): string[] {
  return [...new Set(dates)].sort()
}

/** Returns at most `most` dates: the first ones from a start on, then the last ones before it. */
function nearest(dates: string[], start: string, most: number): string[] {
  const from = dates.findIndex((date) => date >= start)
  const first = from < 0 ? dates.length : from
  const after = dates.slice(first, first + most)
  return [...dates.slice(Math.max(0, first - (most - after.length)), first), ...after]
}
