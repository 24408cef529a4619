import type { CalendarObject } from '@/lib/calendar/event'
import { TEXT_FIELD_NAMES, TEXT_FIELDS, type TextFieldName } from '@/lib/calendar/event-fields'
import type { AnsweredParticipant } from '@/lib/calendar/participant'
import { formatPartstat, NO_ADDRESS, readAttendee, readField, TODO_ONLY } from './fields'
import { isHtml } from './html'
import { fromJcal, isProperty } from './jcal'
import { type ContentLine, escapeText, formatLine, parseLine } from './line'

/** Property names of fields. */
const NAMES = {
  ...textFieldProperties(),
  status: 'STATUS',
  busy: 'TRANSP',
  visibility: 'CLASS',
} as const

type NamedField = keyof typeof NAMES

/**
 * Writes the lines of an event's fields. A kept line is written unchanged if it still has the field's value, since it
 * may contain more, such as the language, or a title too long for Kinday.
 *
 * @param isOverride whether to write empty texts, which are otherwise implied
 */
export function* fieldLines(content: CalendarObject, isOverride: boolean): Generator<string> {
  const keptLinesOfFields = linesOf(content)
  for (const field of Object.keys(NAMES) as NamedField[]) {
    const name = NAMES[field]
    const keptLine = keptLinesOfFields.find(
      (line) => line.name === name && !isTodoStatus(line) && readField(line)?.patch[field] === content[field],
    )
    if (keptLine) yield formatLine(name, keptLine.params, keptLine.value)
    else {
      const value = textOf(content, field)
      const params: [string, string][] = field === 'description' && isHtml(value) ? [['VALUE', 'TEXT']] : []
      if (value !== '' || (isOverride && field === 'title')) yield formatLine(name, params, value)
    }
  }
}

/** Writes the attendees (RFC 5545 §3.8.4.1) with their kept parameters, such as role, delegates and language. */
export function* attendeeLines(content: CalendarObject): Generator<string> {
  const keptByAttendee = new Map<string, ContentLine[]>()
  for (const line of linesOf(content)) {
    if (line.name !== 'ATTENDEE') continue
    const key = keyOf(readAttendee(line).participant)
    keptByAttendee.set(key, [...(keptByAttendee.get(key) ?? []), line].slice(0, MAX_LINES_PER_ATTENDEE))
  }
  for (const attendee of content.attendees) {
    const lines = keptByAttendee.get(keyOf(attendee)) ?? []
    // Attendees without address are identified by name only, so each gets one line.
    const matchingLines = lines.splice(0, attendee.email ? lines.length : 1)
    for (const line of matchingLines) yield mergeAttendee(line, attendee)
    if (matchingLines.length === 0) yield attendeeLine(attendee)
  }
}

/** Maximum number of kept lines of one attendee. */
const MAX_LINES_PER_ATTENDEE = 100

function keyOf({ email, name }: AnsweredParticipant): string {
  return email ? `mailto:${email.toLowerCase()}` : `name:${name ?? ''}`
}

/** Writes the other kept properties unchanged. */
export function* keptLines(content: CalendarObject): Generator<string> {
  const writtenElsewhere = new Set<string>([...Object.values(NAMES), 'ATTENDEE', ...DERIVED_PROPERTIES])
  if (content.color !== null) writtenElsewhere.add('COLOR')
  if (content.recurrence?.rules.length) writtenElsewhere.add('RRULE')
  for (const property of content.unknown) {
    if (!isProperty(property)) continue
    const name = property[0].toUpperCase()
    const isOrphan = name === 'RECURRENCE-ID' && content.recurrence === null
    if (writtenElsewhere.has(name) && !isOrphan) continue
    const line = fromJcal(property)
    if (line !== null) yield TODO_ONLY.has(name) ? `X-KINDAY-${line}` : line
  }
}

/** Returns whether a line is a STATUS of to-dos, which is not allowed in a VEVENT (RFC 5545 §3.8.1.11). */
function isTodoStatus({ name, value }: ContentLine): boolean {
  return name === 'STATUS' && /^\s*(NEEDS-ACTION|COMPLETED|IN-PROCESS)\s*$/i.test(value)
}

/** Properties written from the event, which must not be repeated. */
const DERIVED_PROPERTIES = [
  'BEGIN',
  'END',
  'UID',
  'DTSTAMP',
  'CREATED',
  'LAST-MODIFIED',
  'SEQUENCE',
  'DTSTART',
  'DTEND',
  'DURATION',
  'RECURRENCE-ID',
  'RDATE',
  'EXDATE',
  'X-KINDAY-ID',
  'X-KINDAY-KIND',
  'X-KINDAY-DONE',
  'X-KINDAY-COLOR',
  'X-KINDAY-GUEST-LIST-HIDDEN',
  'X-KINDAY-CAPACITY',
  'X-KINDAY-ANSWER-BY',
  'X-KINDAY-GUESTS-MAY-COMMENT',
]

function linesOf(content: CalendarObject): ContentLine[] {
  return content.unknown.flatMap((property) => {
    const name = isProperty(property) ? property[0].toUpperCase() : ''
    if (name !== 'ATTENDEE' && !(Object.values(NAMES) as string[]).includes(name)) return []
    const text = fromJcal(property)
    return (text !== null && parseLine(text, 0)) || []
  })
}

function textOf(content: CalendarObject, field: NamedField): string {
  switch (field) {
    case 'busy':
      return content.busy ? 'OPAQUE' : 'TRANSPARENT'
    case 'visibility':
      return content.visibility === 'private' ? 'PRIVATE' : ''
    case 'status':
      return content.status.toUpperCase()
    default:
      return TEXT_FIELDS[field].isUri ? content[field] : escapeText(content[field])
  }
}

function textFieldProperties(): Record<TextFieldName, string> {
  const entries = TEXT_FIELD_NAMES.map((field) => [field, TEXT_FIELDS[field].property])
  return Object.fromEntries(entries) as Record<TextFieldName, string>
}

/** Returns a kept line with the attendee's current name and participation status. */
function mergeAttendee(line: ContentLine, attendee: AnsweredParticipant): string {
  const read = readAttendee(line).participant
  const params = new Map(line.params)
  if (read.name !== attendee.name) {
    if (attendee.name) params.set('cn', [attendee.name])
    else params.delete('cn')
  }
  if (read.status !== attendee.status) params.set('partstat', [formatPartstat(attendee.status)])
  return formatLine('ATTENDEE', params, line.value)
}

/** Writes an attendee. The value has to be a URI, so an account without address is written with its id. */
function attendeeLine({ userId, email, name, status }: AnsweredParticipant): string {
  const params: [string, string][] = name ? [['CN', name]] : []
  params.push(['PARTSTAT', formatPartstat(status)])
  const address = email ? `mailto:${email}` : userId ? `urn:uuid:${userId}` : NO_ADDRESS
  return formatLine('ATTENDEE', params, address)
}
