import { wallOf } from '@/lib/calendar/day'
import { parseRule } from '@/lib/calendar/series/parse-rule'
import { type Recurrence, type RecurrenceId, wallOfId } from '@/lib/calendar/series/recurrence'
import type { Span } from '@/lib/calendar/span'
import type { ContentLine } from './line'
import { addDuration, isWritableWall, readDuration, readTime, recurrenceIdOf, wallInZone } from './moments'
import { createNote, type IcalNote } from './notes'
import type { ParsedComponent } from './parsed-component'
import type { TimeContext } from './time-context'

/** The part of a component that says how it recurs. */
type RecurringComponent = Pick<ParsedComponent, 'line' | 'rules' | 'dates' | 'exclusions'> & {
  fields: Pick<ParsedComponent['fields'], 'title' | 'unknown'>
}

/** Maximum number of RDATEs and EXDATEs of an event together. */
export const MAX_DATES = 10_000

/** Parses the recurrence of a component whose series has the span; null if the component has no readable recurrence. */
export function readRecurrence(
  component: RecurringComponent,
  span: Span,
  context: TimeContext,
): Recurrence | null {
  const rules = component.rules.flatMap((line) => readRule(line, component, context.report) ?? [])
  const dates = readDates(component.dates, span, context)
  const exclusions = readDates(component.exclusions, span, context).map((date) => date.split('/', 1)[0]!)
  const recurrence = {
    rules: [...new Set(rules)],
    dates: sortUnique(dates),
    exclusions: sortUnique(exclusions),
  }
  if (recurrence.dates.length + recurrence.exclusions.length > MAX_DATES) {
    context.report(createNote(component.line, 'shortened', component.fields.title))
    recurrence.exclusions = nearestDates(recurrence.exclusions, span.start, MAX_DATES)
    recurrence.dates = nearestDates(recurrence.dates, span.start, MAX_DATES - recurrence.exclusions.length)
  }
  return rules.length + dates.length + exclusions.length > 0 ? recurrence : null
}

/** Parses a RECURRENCE-ID of a series with the span; returns null, with a note, if it is no time. */
export function readRecurrenceId(
  line: ContentLine,
  span: Span,
  { zones, userZone, report }: TimeContext,
): RecurrenceId | null {
  const moment = readTime(line.value, line, zones)
  const id = moment && recurrenceIdOf(moment, span, userZone)
  if (!id) report(createNote(line.line, 'bad_date', line.value))
  return id
}

/**
 * Returns a rule in upper case without unknown or empty parts; null for an invalid rule, which is kept as a property
 * without effect.
 */
function readRule(
  line: ContentLine,
  component: RecurringComponent,
  report: (note: IcalNote) => void,
): string | null {
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
    report(createNote(line.line, 'rule_unreadable', line.value))
    component.fields.unknown.push(['rrule', {}, 'unknown', line.value])
    return null
  }
  if (rule !== parts.join(';')) report(createNote(line.line, 'rule_approximated', line.value))
  return rule
}

/**
 * Parses RDATE and EXDATE (RFC 5545 §3.8.5.1, §3.8.5.2) to recurrence ids; periods as `start/end` in the start's
 * zone.
 */
function readDates(lines: readonly ContentLine[], span: Span, context: TimeContext): string[] {
  return lines.flatMap((line) =>
    line.value.split(',').flatMap((value) => {
      if (!value.trim()) return []
      const date = readDate(value, line, span, context)
      if (!date) context.report(createNote(line.line, 'bad_date', value))
      return date ?? []
    }),
  )
}

function readDate(
  text: string,
  line: ContentLine,
  span: Span,
  { zones, userZone, report }: TimeContext,
): string | null {
  const [from, to] = text.split('/') as [string, string | undefined]
  const start = readTime(from, line, zones)
  const id = start && recurrenceIdOf(start, span, userZone)
  if (!id || to === undefined || span.type === 'all-day') return id
  const length = readDuration(to)
  const end = length ? addDuration(start, length) : readTime(to, line, zones)
  if (!end || start.isDate || end.isDate) return null
  const wall = span.type === 'timed' ? wallInZone(end, span.startZone) : end.wall
  if (wall < wallOfId(id)) {
    report(createNote(line.line, 'end_before_start', text))
    return id
  }
  return isWritableWall(wall) ? `${id}/${wallOf(wall)}` : null
}

function sortUnique(dates: string[]): string[] {
  return [...new Set(dates)].sort()
}

/** Returns at most `max` dates: the first ones from a start on, then the last ones before it. */
function nearestDates(dates: string[], start: string, max: number): string[] {
  const from = dates.findIndex((date) => date >= start)
  const first = from < 0 ? dates.length : from
  const after = dates.slice(first, first + max)
  return [...dates.slice(Math.max(0, first - (max - after.length)), first), ...after]
}
