import { DAY, isDay } from '@/lib/calendar/day'
import { hasValidOrder, type Span } from '@/lib/calendar/span'
import type { IcalTime } from './ical-event'
import type { ContentLine } from './line'
import { addDuration, readDuration, readTime, spanBetween, wallInZone } from './moments'
import { createNote } from './notes'
import type { ParsedComponent } from './parsed-component'
import type { TimeContext } from './time-context'

/**
 * Returns the span of a component (RFC 5545 §3.6.1): DTSTART with DTEND, DURATION or neither; DUE for a to-do.
 * Returns null, with a note, if it has no readable start.
 */
export function readSpan(component: ParsedComponent, context: TimeContext): Span | null {
  const { zones, report } = context
  const line = startLine(component)
  if (!line) {
    report(createNote(component.line, 'no_start', component.fields.title || component.uid || ''))
    return null
  }
  const start = readTime(line.value, line, zones)
  const end = start && readEnd(component, start, context)
  if (!end) {
    report(createNote(line.line, 'bad_date', line.value))
    return null
  }
  const span = spanBetween(start, end)
  if (span.type === 'all-day') return isDay(span.end) ? checkOrder(end.wall >= start.wall, span) : null
  return checkOrder(hasValidOrder(span), span)

  function checkOrder(isForward: boolean, span: Span): Span {
    if (!isForward) report(createNote(component.line, 'end_before_start', component.fields.title))
    if (isForward || span.type === 'all-day') return span
    return span.type === 'timed'
      ? { ...span, end: span.start, endZone: span.startZone }
      : { ...span, end: span.start }
  }
}

/**
 * Returns the property with the start: DUE for a to-do, except for a recurring one, whose instances are based on
 * DTSTART.
 */
export function startLine(component: ParsedComponent): ContentLine | null {
  const isRecurring = component.rules.length + component.dates.length > 0 || component.recurrenceId
  return component.due && !isRecurring ? component.due : (component.start ?? component.due)
}

/** Returns the end from DTEND or DURATION, converted to the type of the start: date or date-time. */
function readEnd(
  component: ParsedComponent,
  start: IcalTime,
  { zones, report }: TimeContext,
): IcalTime | null {
  if (component.isTodo) return start
  if (component.end) {
    const { value, line } = component.end
    const end = readTime(value, component.end, zones)
    if (!end) {
      report(createNote(line, 'bad_date', value))
      return start
    }
    const isSameType = start.isDate === end.isDate && (start.zone === null) === (end.zone === null)
    if (isSameType) return end
    report(createNote(line, 'property_unreadable', 'DTEND'))
    if (start.isDate) {
      // The end is exclusive, so a day that has started is included.
      const wall = end.zone && end.zone !== 'UTC' ? wallInZone(end, end.zone) : end.wall
      return { ...start, wall: Math.ceil(wall / DAY) * DAY }
    }
    return { ...end, isDate: false, zone: start.zone }
  }
  if (!component.duration) return start
  const length = readDuration(component.duration.value)
  if (!length) {
    report(createNote(component.duration.line, 'property_unreadable', 'DURATION'))
    return start
  }
  return addDuration(start, start.isDate ? { days: length.days + Math.ceil(length.ms / DAY), ms: 0 } : length)
}
