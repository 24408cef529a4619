import type { Zone } from '@/lib/calendar/zones/zone'
import { ARCHIVE_FILE, type ArchivedCalendar, readArchive } from './archive'
import type { IcalNote, IcalNoteCode } from './ical/ical-event'
import { readIcal } from './ical/read'
import { isZip, readZip, ZipError } from './zip'

/** A calendar of a file with its unvalidated events and their line numbers. */
export interface FileCalendar {
  /** Its id in an archive; null for a calendar file. */
  id: string | null
  name: string | null
  color: string | null
  events: unknown[]
  lines: number[]
  notes: IcalNote[]
}

/** A file to import: a calendar file or a zip archive of them. `notes` are those of no calendar. */
export interface ImportFile {
  archive: boolean
  parts: FileCalendar[]
  notes: IcalNote[]
}

interface Reading {
  /** Zone of the importing user. */
  zone: Zone
  /** Name of the file. */
  name: string
  maxEvents: number
  onProgress: (events: number, bytes: number) => void
}

/**
 * Reads a file to import: an iCalendar file, a Kinday archive, or a zip archive with calendar files. Notes unreadable
 * parts; does not throw for any content.
 */
export async function readImportFile(
  bytes: AsyncIterable<Uint8Array>,
  reading: Reading,
): Promise<ImportFile> {
  const { start, all } = await peek(bytes)
  if (isZip(start)) return readZipped(all, reading)
  return { archive: false, parts: [await readCalendar(all, reading)], notes: [] }
}

async function readCalendar(bytes: AsyncIterable<Uint8Array>, reading: Reading): Promise<FileCalendar> {
  const { zone, maxEvents, onProgress, name } = reading
  const file = await readIcal(bytes, { zone, maxEvents, onProgress })
  return {
    id: null,
    name: file.name ?? (baseName(name) || null),
    color: file.color,
    events: file.events,
    lines: file.events.map(({ line }) => line),
    notes: file.notes,
  }
}

async function readZipped(bytes: AsyncIterable<Uint8Array>, reading: Reading): Promise<ImportFile> {
  const found: ImportFile = { archive: true, parts: [], notes: [] }
  let read = 0
  const onProgress = (events: number, octets: number) => reading.onProgress(read + events, octets)
  try {
    for await (const entry of readZip(bytes)) {
      const left = reading.maxEvents - read
      if (entry.name === ARCHIVE_FILE) {
        const parts = await readArchiveEntry(entry.bytes, {
          ...reading,
          maxEvents: reading.maxEvents,
          onProgress,
        })
        // The archive file contains all data of the calendar files beside it, and more.
        if (parts) return { archive: true, parts, notes: [] }
      } else if (/\.ics$/i.test(entry.name) && !entry.name.startsWith('__MACOSX/')) {
        if (left <= 0 || found.parts.length >= MAX_PARTS) {
          found.notes.push(note(1, 'too_many', entry.name))
          continue
        }
        const part = await readCalendar(entry.bytes, {
          ...reading,
          name: entry.name,
          maxEvents: left,
          onProgress,
        })
        found.parts.push(part)
        read += part.events.length
      }
    }
  } catch (error) {
    if (!(error instanceof ZipError)) throw error
    found.notes.push(note(1, error.problem === 'bomb' ? 'too_large' : 'truncated', reading.name))
  }
  if (!found.parts.length && !found.notes.length) found.notes.push(note(1, 'not_a_calendar', reading.name))
  return found
}

const MAX_PARTS = 100
const MAX_NOTES = 200

async function readArchiveEntry(
  bytes: AsyncIterable<Uint8Array>,
  { maxEvents, onProgress }: Reading,
): Promise<FileCalendar[] | undefined> {
  const parts = new Map<string, FileCalendar>()
  let first: FileCalendar | undefined
  let count = 0
  try {
    for await (const found of readArchive(bytes)) {
      if ('calendars' in found) {
        for (const calendar of found.calendars.slice(0, MAX_PARTS)) parts.set(calendar.id, partOf(calendar))
        first = [...parts.values()][0]
      } else if ('unreadableLine' in found)
        noteIn(first, found.unreadableLine, 'component_unreadable', found.text)
      else {
        const { calendar, id, uid, sequence, modified, content, layers, alarms, placements } = found.event
        const part = parts.get(String(calendar))
        if (!part) noteIn(first, found.line, 'orphan_component', String(uid))
        else if (count >= maxEvents) noteIn(part, found.line, 'too_many', String(uid))
        else {
          const lastModified = typeof modified === 'string' ? Date.parse(modified) : null
          const own = { layers, alarms }
          part.events.push({ uid, kindayId: id, sequence, lastModified, content, own, also: placements })
          part.lines.push(found.line)
          if (++count % 500 === 0) {
            onProgress(count, 0)
            await new Promise((resolve) => setImmediate(resolve))
          }
        }
      }
    }
  } catch (error) {
    if (!(error instanceof ZipError) || !first) throw error
    noteIn(first, 1, error.problem === 'bomb' ? 'too_large' : 'truncated', ARCHIVE_FILE)
  }
  return first && [...parts.values()]
}

function partOf({ id, name, color }: ArchivedCalendar): FileCalendar {
  return { id, name, color, events: [], lines: [], notes: [] }
}

function noteIn(part: FileCalendar | undefined, line: number, code: IcalNoteCode, subject: string): void {
  if (part && part.notes.length < MAX_NOTES) part.notes.push(note(line, code, subject))
}

function note(line: number, code: IcalNoteCode, subject: string): IcalNote {
  return { line, code, subject: subject.slice(0, 100) }
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1).replace(/\.ics$/i, '')
}

/** Returns the first bytes, and a stream of all bytes. */
async function peek(bytes: AsyncIterable<Uint8Array>) {
  const iterator = bytes[Symbol.asyncIterator]()
  const seen: Uint8Array[] = []
  let length = 0
  while (length < 4) {
    const { done, value } = await iterator.next()
    if (done) break
    seen.push(value)
    length += value.length
  }
  const start = Buffer.concat(seen)
  async function* all() {
    try {
      if (start.length) yield start as Uint8Array
      for (;;) {
        const { done, value } = await iterator.next()
        if (done) return
        yield value
      }
    } finally {
      await iterator.return?.()
    }
  }
  return { start, all: all() }
}
