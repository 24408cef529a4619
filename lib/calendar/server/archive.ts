import { PALETTE } from '@/lib/calendar/palette'
import { toSingleLine } from '@/lib/calendar/text'
import { linesOf, parseJsonLine, TAIL, writeJsonLines } from './json-lines'

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

const VERSION = 1

/**
 * Writes an archive as JSON with one event per line, so that it can be read in a stream:
 * `{"format":"kinday","version":1,"exported":…,"calendars":[…],"events":[`, the events, and `]}`. An archive of all
 * calendars also contains the user's notification settings.
 */
export async function* writeArchive(
  head: { exported: string; calendars: readonly ArchivedCalendar[]; settings?: object },
  events: AsyncIterable<ArchivedEvent>,
): AsyncGenerator<string> {
  yield* writeJsonLines({ format: 'kinday', version: VERSION, ...head }, 'events', events)
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
      const event = parseJsonLine(text.endsWith(',') ? text.slice(0, -1) : text)
      if (event && typeof event === 'object' && !Array.isArray(event)) {
        yield { event: event as Record<string, unknown>, line }
      } else yield { unreadableLine: line, text: text.slice(0, 100) }
    }
  }
}

function headOf(text: string): Extract<ArchivePart, { calendars: unknown }> | undefined {
  const head = parseJsonLine(text + TAIL) as
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
