import { birthdayEvent, parseBirthday } from '@/lib/calendar/birthday-event'
import type { IcalEvent } from '../ical/ical-event'
import { type ContentLine, param, unescapeText } from '../ical/line'
import { createNote, type IcalNote } from '../ical/notes'
import { type FileLine, unfoldLines } from '../ical/raw-lines'
import { hashOf } from '../ical/uid'
import { baseName, type FileCalendar, type ImportReadOptions } from '../import-calendar'
import { contentLinesOf, decodedValue, partsOf } from './content-lines'

const MB = 1024 * 1024
const LIMITS = { file: 200 * MB, line: 64 * 1024 }

/** Maximum number of lines of a contact. Those of a hostile file would fill the memory. */
const MAX_LINES = 5000

/** Maximum number of notes about a file. */
const MAX_NOTES = 2000

/** Returns whether a file begins as vCards do (RFC 6350 §6.1.1), in UTF-8 or UTF-16. */
export function isVcard(start: Uint8Array): boolean {
  const text = Buffer.from(start).toString('latin1').replaceAll('\0', '')
  return /^(?:\xEF\xBB\xBF|\xFF\xFE|\xFE\xFF)?\s*BEGIN:VCARD/i.test(text)
}

/**
 * Reads the birthdays of the contacts in a file of vCards (2.1, RFC 2426, RFC 6350) as yearly events. The UID of
 * an event stays the same, so another import of a contact updates it.
 */
export async function readBirthdays(
  bytes: AsyncIterable<Uint8Array>,
  { name, maxEvents, onProgress }: ImportReadOptions,
): Promise<FileCalendar> {
  const events = new Map<string, IcalEvent>()
  const notes: IcalNote[] = []
  const report = (note: IcalNote) => notes.length < MAX_NOTES && notes.push(note)
  let lines: FileLine[] = []
  for await (const batch of unfoldLines(bytes, LIMITS)) {
    for (const line of batch) {
      if (line.problem === 'file') report(createNote(line.line, 'too_large', name))
      if (lines.length < MAX_LINES) lines.push(line)
      if (!/^END:VCARD\s*$/i.test(line.text)) continue
      const event = eventOf(readContact(lines), report)
      lines = []
      if (!event) continue
      if (events.size < maxEvents) events.set(event.uid, event)
      else report(createNote(event.line, 'too_many', event.content.title))
    }
    onProgress(events.size, batch.at(-1)?.octets ?? 0)
  }
  const last = lines.at(-1)
  if (last) report(createNote(last.line, 'truncated', 'VCARD'))
  if (!events.size) report(createNote(1, 'no_birthdays', name))
  const all = [...events.values()]
  const calendarName = baseName(name).replace(/\.vcf$/i, '')
  return {
    id: null,
    name: calendarName || null,
    color: null,
    events: all,
    lines: all.map(({ line }) => line),
    notes,
  }
}

interface Contact {
  name: string
  uid: string | null
  birthday: ContentLine | null
}

function readContact(lines: readonly FileLine[]): Contact {
  const contact: Contact = { name: '', uid: null, birthday: null }
  let structured = ''
  for (const line of contentLinesOf(lines)) {
    if (line.name === 'FN') contact.name ||= unescapeText(decodedValue(line)).trim()
    else if (line.name === 'N') structured ||= fullName(decodedValue(line))
    else if (line.name === 'UID') contact.uid ??= line.value.trim() || null
    else if (line.name === 'BDAY') contact.birthday ??= line
  }
  return { ...contact, name: contact.name || structured }
}

/** Returns the full name of N: family name, given name, additional names, prefixes, suffixes. */
function fullName(value: string): string {
  const [family, given, additional] = partsOf(value)
  return [given, additional, family].filter(Boolean).join(' ')
}

function eventOf({ name, uid, birthday: line }: Contact, report: (note: IcalNote) => void): IcalEvent | null {
  // RFC 6350 §6.2.5: a text such as "circa 1800".
  if (!line || param(line, 'value')?.toLowerCase() === 'text') return null
  const birthday = parseBirthday(decodedValue(line), param(line, 'x-apple-omit-year'))
  if (!birthday || !name) {
    report(createNote(line.line, birthday ? 'component_unreadable' : 'bad_date', name || line.value))
    return null
  }
  return {
    // A contact that has another birthday keeps its event.
    uid: `birthday-${hashOf(uid ?? `${name} ${birthday.day}`)}`,
    ...{ sequence: 0, lastModified: null, stamp: null, line: line.line, kindayId: null },
    ...{ published: false, versions: {}, instances: null },
    content: birthdayEvent(name, birthday),
  }
}
