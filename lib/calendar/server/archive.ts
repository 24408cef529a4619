import { PALETTE } from '@/lib/calendar/palette'
import { toSingleLine } from '@/lib/calendar/text'

/** A calendar of an archive, with the kind of its owner when it was exported. */
export interface ArchivedCalendar {
  id: string
  name: string
  color: string
  owner: 'user' | 'group'
}

/** An event with data that calendar files cannot contain: ids, placements, the exporting user's layers and alarms. */
export interface ArchivedEvent {
  /** Id of its home calendar. */
  calendar: string
  uid: string
  sequence: number
  content: object
  layers: object[]
  alarms: object[]
  [more: string]: unknown
}

/** Name of the archive's JSON file within a zip file; the calendar files beside it are for other programs. */
export const ARCHIVE_FILE = 'kinday.json'

const VERSION = 1
const TAIL = ']}'

/** Longer than the JSON of any event that can be imported. */
const MAX_LINE_LENGTH = 4 * 1024 * 1024

/** Deeper than the JSON of any event. Deeper lines are not parsed, since millions of brackets take seconds. */
const MAX_DEPTH = 100

/**
 * Writes an archive as JSON with one event per line, so that it can be read in a stream:
 * `{"format":"kinday","version":1,"exported":…,"calendars":[…],"events":[`, the events, and `]}`. An archive of all
 * calendars also contains the user's notification settings.
 */
export async function* writeArchive(
  head: { exported: string; calendars: readonly ArchivedCalendar[]; settings?: object },
  events: AsyncIterable<ArchivedEvent>,
): AsyncGenerator<string> {
  yield `${JSON.stringify({ format: 'kinday', version: VERSION, ...head, events: [] }).slice(0, -TAIL.length)}\n`
  let separator = ''
  for await (const event of events) {
    yield `${separator}${JSON.stringify(event)}`
    separator = ',\n'
  }
  yield `\n${TAIL}\n`
}

/** A part of an archive: first the calendars with unvalidated settings, then their unvalidated events. */
export type ArchivePart =
  | { calendars: ArchivedCalendar[]; settings: unknown }
  | { event: Record<string, unknown>; line: number }
  | { unreadableLine: number; text: string }

/** Parses {@link writeArchive}. Yields nothing for other content and for archives of later versions. */
export async function* readArchive(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<ArchivePart> {
  let line = 0
  for await (const text of linesOf(bytes)) {
    line++
    if (line === 1) {
      const head = headOf(text)
      if (!head) return
      yield head
    } else if (text !== TAIL && text !== '') {
      const event = parseJson(text.endsWith(',') ? text.slice(0, -1) : text)
      if (event && typeof event === 'object' && !Array.isArray(event)) {
        yield { event: event as Record<string, unknown>, line }
      } else yield { unreadableLine: line, text: text.slice(0, 100) }
    }
  }
}

function headOf(text: string): Extract<ArchivePart, { calendars: unknown }> | undefined {
  const head = parseJson(text + TAIL) as
    | { format?: unknown; version?: unknown; calendars?: unknown; settings?: unknown }
    | undefined
  if (head?.format !== 'kinday' || head.version !== VERSION || !Array.isArray(head.calendars))
    return undefined
  return { calendars: calendarsIn(head.calendars), settings: head.settings }
}

function calendarsIn(list: readonly unknown[]): ArchivedCalendar[] {
  return (list as (Partial<ArchivedCalendar> | null)[]).slice(0, 1000).flatMap((calendar) => {
    if (typeof calendar?.id !== 'string' || typeof calendar.name !== 'string') return []
    const color = PALETTE.find((name) => name === calendar.color) ?? 'slate'
    const name = toSingleLine(calendar.name).slice(0, 100)
    return [{ id: calendar.id, name, color, owner: calendar.owner === 'group' ? 'group' : 'user' }]
  })
}

function parseJson(text: string): unknown {
  if (isDeep(text)) return undefined
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function isDeep(text: string): boolean {
  let depth = 0
  for (let at = 0; at < text.length; at++) {
    const char = text[at]
    if (char === '"') at = endOfString(text, at)
    else if (char === '[' || char === '{') depth++
    else if (char === ']' || char === '}') depth--
    if (depth > MAX_DEPTH) return true
  }
  return false
}

/** Returns the index of the closing quote of a JSON string, or the text's length. */
function endOfString(text: string, from: number): number {
  for (let at = text.indexOf('"', from + 1); at >= 0; at = text.indexOf('"', at + 1)) {
    let first = at
    while (text[first - 1] === '\\') first--
    // A quote after an odd number of backslashes is escaped.
    if ((at - first) % 2 === 0) return at
  }
  return text.length
}

/** Splits a stream into lines. A line longer than {@link MAX_LINE_LENGTH} is split into unreadable pieces. */
async function* linesOf(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder()
  let partialLine: string[] = []
  let length = 0
  for await (const chunk of bytes) {
    const parts = decoder.decode(chunk, { stream: true }).split('\n')
    for (const part of parts.slice(0, -1)) {
      yield partialLine.join('') + part.replace(/\r$/, '')
      partialLine = []
      length = 0
    }
    partialLine.push(parts.at(-1)!)
    length += parts.at(-1)!.length
    if (length <= MAX_LINE_LENGTH) continue
    yield partialLine.join('')
    partialLine = []
    length = 0
  }
  if (length) yield partialLine.join('')
}
