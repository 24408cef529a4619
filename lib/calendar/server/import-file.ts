import { ARCHIVE_FILE } from './archive'
import type { IcalNote } from './ical/notes'
import { archiveNote, MAX_PARTS, readArchiveEntry } from './import-archive'
import { type FileCalendar, type ImportReading, readCalendar } from './import-calendar'
import { ZipError } from './unpacking'
import { isZip, readZip } from './zip'

/** A file to import: a calendar file or a zip archive of them. `notes` are those of no calendar. */
export interface ImportFile {
  archive: boolean
  parts: FileCalendar[]
  notes: IcalNote[]
}

/**
 * Reads a file to import: an iCalendar file, a Kinday archive, or a zip archive with calendar files. Notes unreadable
 * parts; does not throw for any content.
 */
export async function readImportFile(
  bytes: AsyncIterable<Uint8Array>,
  reading: ImportReading,
): Promise<ImportFile> {
  const { start, all } = await peek(bytes)
  if (isZip(start)) return readZipped(all, reading)
  return { archive: false, parts: [await readCalendar(all, reading)], notes: [] }
}

async function readZipped(bytes: AsyncIterable<Uint8Array>, reading: ImportReading): Promise<ImportFile> {
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
          found.notes.push(archiveNote(1, 'too_many', entry.name))
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
    found.notes.push(archiveNote(1, error.problem === 'bomb' ? 'too_large' : 'truncated', reading.name))
  }
  if (!found.parts.length && !found.notes.length)
    found.notes.push(archiveNote(1, 'not_a_calendar', reading.name))
  return found
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
