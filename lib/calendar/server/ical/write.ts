import type { CalendarObject } from '@/lib/calendar/event'
import type { RecurrenceId } from '@/lib/calendar/series/recurrence'
import { slotSpan } from '@/lib/calendar/series/series'
import type { Zone } from '@/lib/calendar/zones/zone'
import { type AttachmentToWrite, attachLines } from './attach'
import { cssColor } from './colors'
import { fromJcalComponent, isComponent } from './jcal'
import { escapeText, fold, formatLine } from './line'
import { toPublished } from './publish'
import { vtimezone } from './vtimezone'
import { attendeeLines, fieldLines, keptLines } from './write-fields'
import { dateLines, dateTimeLine, formatUtc, withTypedUntil, zonesOf } from './write-times'

/** An event to write, with its identity and timestamps. */
export interface EventToWrite {
  uid: string
  sequence: number
  created: Date
  modified: Date
  content: CalendarObject
  /** X-KINDAY-ID: id of the event, by which an import recognizes it. */
  id?: string
  /** Occurrences to write without their series, each with a RECURRENCE-ID. */
  only?: readonly RecurrenceId[]
  /** Files of the event, which are also those of its occurrences. */
  attachments?: readonly AttachmentToWrite[]
}

export interface FileToWrite {
  name?: string
  /** Name of a palette color. */
  color?: string | null
  prodId?: string
  /**
   * PUBLISH for subscribed feeds, which omit attendees; REQUEST and CANCEL for messages to an attendee; unset for files
   * that a user downloads.
   */
  method?: 'PUBLISH' | 'REQUEST' | 'CANCEL'
  /** Years in which events use a zone; 1970 to 2040 by default. Rules of clock changes stay valid after these years. */
  zones?: ReadonlyMap<Zone, { from: number; to: number }>
}

export const DEFAULT_ZONE_YEARS = { from: 1970, to: 2040 }

/**
 * Writes an iCalendar file (RFC 5545) with one chunk per event. A zone's VTIMEZONE precedes the first event that uses
 * it. `readIcal` returns the same events. No text can inject a line or end its property.
 */
export function* writeIcal(file: FileToWrite, events: Iterable<EventToWrite>): Generator<string> {
  yield chunk(headLines(file))
  const writtenZones = new Set<Zone>()
  for (const source of events) {
    const event = file.method === 'PUBLISH' ? { ...source, content: toPublished(source.content) } : source
    const lines: string[] = []
    for (const zone of zonesOf(event.content)) {
      if (writtenZones.has(zone)) continue
      writtenZones.add(zone)
      lines.push(...fromJcalComponent(vtimezone(zone, file.zones?.get(zone) ?? DEFAULT_ZONE_YEARS)))
    }
    if (!event.only) lines.push(...eventLines(event, event.content, null))
    const ids = event.only ?? Object.keys(event.content.overrides)
    for (const id of [...ids].sort())
      lines.push(...eventLines(event, occurrenceContent(event.content, id), id))
    yield chunk(lines)
  }
  yield chunk(['END:VCALENDAR'])
}

/** Returns an occurrence with the fields of its series and of its override. */
export function occurrenceContent(content: CalendarObject, id: RecurrenceId): CalendarObject {
  const override = content.overrides[id] ?? {}
  return { ...content, ...override, span: override.span ?? slotSpan(content, id) }
}

/** Folds and terminates lines. */
export function chunk(lines: Iterable<string>): string {
  let text = ''
  for (const line of lines) text += fold(line)
  return text
}

/** Returns the first lines of a file. */
export function* headLines(file: FileToWrite): Generator<string> {
  yield 'BEGIN:VCALENDAR'
  yield 'VERSION:2.0'
  yield `PRODID:${escapeText(file.prodId ?? '-//Kinday//Kinday//EN')}`
  yield 'CALSCALE:GREGORIAN'
  if (file.method) yield `METHOD:${file.method}`
  // NAME and COLOR are defined in RFC 7986; most programs read the older X- properties.
  if (file.name !== undefined) {
    yield `NAME:${escapeText(file.name)}`
    yield `X-WR-CALNAME:${escapeText(file.name)}`
  }
  const color = file.color && cssColor(file.color)
  if (color) yield `COLOR:${color}`
}

/** Writes a VEVENT: the event, or an override, which is complete in itself (RFC 5545 §3.8.4.4). */
export function* eventLines(
  event: EventToWrite,
  content: CalendarObject,
  id: RecurrenceId | null,
): Generator<string> {
  const series = event.content.span
  yield 'BEGIN:VEVENT'
  yield formatLine('UID', [], escapeText(event.uid))
  if (id) yield dateTimeLine('RECURRENCE-ID', series, id)
  yield `DTSTAMP:${formatUtc(event.modified)}`
  yield `CREATED:${formatUtc(event.created)}`
  yield `LAST-MODIFIED:${formatUtc(event.modified)}`
  yield `SEQUENCE:${event.sequence}`
  if (event.id && !id) yield `X-KINDAY-ID:${event.id}`
  yield* timeLines(content)
  if (!id && content.recurrence) {
    for (const rule of content.recurrence.rules) yield `RRULE:${withTypedUntil(rule, series)}`
    yield* dateLines('RDATE', content.recurrence.dates, series)
    yield* dateLines('EXDATE', content.recurrence.exclusions, series)
  }
  yield* kindLines(content, id)
  yield* fieldLines(content, id !== null)
  yield* attendeeLines(content)
  yield* attachLines(event.attachments ?? [])
  yield* keptLines(content)
  for (const component of content.unknown) if (isComponent(component)) yield* fromJcalComponent(component)
  yield 'END:VEVENT'
}

/** Writes DTSTART and DTEND. DTEND is omitted for events without duration (RFC 5545 §3.6.1). */
function* timeLines({ kind, span }: CalendarObject): Generator<string> {
  yield dateTimeLine('DTSTART', span, span.start)
  const isPoint = span.end === span.start && (span.type !== 'timed' || span.startZone === span.endZone)
  if (isPoint || kind === 'reminder') return
  yield dateTimeLine('DTEND', span.type === 'timed' ? { ...span, startZone: span.endZone } : span, span.end)
}

/** Writes Kinday's own properties, unless implied by standard ones. */
function* kindLines(content: CalendarObject, id: RecurrenceId | null): Generator<string> {
  const { kind, done, color, attendees } = content
  if (kind !== (attendees.length > 0 ? 'meeting' : 'event') && !id) yield `X-KINDAY-KIND:${kind}`
  if (done) yield 'X-KINDAY-DONE:TRUE'
  if (!id) yield* guestOptionLines(content)
  const css = color && cssColor(color)
  if (!css) return
  yield `X-KINDAY-COLOR:${color}`
  yield `COLOR:${css}`
}

function* guestOptionLines(content: CalendarObject): Generator<string> {
  const { guestListHidden, guestsMayComment, capacity, answerBy } = content
  if (guestListHidden) yield 'X-KINDAY-GUEST-LIST-HIDDEN:TRUE'
  if (guestsMayComment) yield 'X-KINDAY-GUESTS-MAY-COMMENT:TRUE'
  if (capacity !== null) yield `X-KINDAY-CAPACITY:${capacity}`
  if (answerBy !== null) yield `X-KINDAY-ANSWER-BY:${answerBy}`
}
