import { ARCHIVE_FILE, COMMENTS_FILE } from '@/lib/calendar/archive-entries'
import type { IcalNote } from './ical/notes'
import { archiveNote, MAX_ARCHIVE_CALENDARS, readArchiveEntry, readCommentsEntry } from './import-archive'
import { type FileCalendar, type ImportReadOptions, readCalendar } from './import-calendar'
import { ZipError } from './unpacking'
import { isVcard, readBirthdays } from './vcard/read-birthdays'
import { isZip, readZip } from './zip'

/**
 * A file to import: a calendar file, vCards, or a zip archive of calendar files. `notes` concern the whole file;
 * `settings`, not validated, are those of a user in an archive.
 */
export interface ImportFile {
  isArchive: boolean
  parts: FileCalendar[]
  notes: IcalNote[]
  settings?: unknown
  /** Comments of an archive, not validated. */
  comments?: unknown[]
  /** Number of comments that could not be read. */
  unread?: number
}

/**
 * Reads a file to import: an iCalendar file, vCards (their birthdays), a Kinday archive, or a zip archive with calendar
 * files. Reports unreadable content in notes instead of throwing.
 */
export async function readImportFile(
  bytes: AsyncIterable<Uint8Array>,
  options: ImportReadOptions,
): Promise<ImportFile> {
  const { start, all } = await peek(bytes)
  if (isZip(start)) return readZipped(all, options)
  const part = await (isVcard(start) ? readBirthdays(all, options) : readCalendar(all, options))
  return { isArchive: false, parts: [part], notes: [] }
}

async function readZipped(bytes: AsyncIterable<Uint8Array>, options: ImportReadOptions): Promise<ImportFile> {
  const found: ImportFile = { isArchive: true, parts: [], notes: [] }
  let archive: Awaited<ReturnType<typeof readArchiveEntry>>
  let comments: Awaited<ReturnType<typeof readCommentsEntry>> | undefined
  let eventCount = 0
  const onProgress = (events: number, octets: number) => options.onProgress(eventCount + events, octets)
  try {
    for await (const entry of readZip(bytes)) {
      const remaining = options.maxEvents - eventCount
      if (entry.name === ARCHIVE_FILE) {
        archive = await readArchiveEntry(entry.bytes, { ...options, onProgress })
      } else if (entry.name === COMMENTS_FILE) comments = await readCommentsEntry(entry.bytes)
      // The archive's files contain all data of the calendar files, and more.
      else if (archive) break
      else if (/\.ics$/i.test(entry.name) && !entry.name.startsWith('__MACOSX/')) {
        if (remaining <= 0 || found.parts.length >= MAX_ARCHIVE_CALENDARS) {
          found.notes.push(archiveNote(1, 'too_many', entry.name))
          continue
        }
        const part = await readCalendar(entry.bytes, {
          ...options,
          name: entry.name,
          maxEvents: remaining,
          onProgress,
        })
        found.parts.push(part)
        eventCount += part.events.length
      }
    }
  } catch (error) {
    if (!(error instanceof ZipError)) throw error
    found.notes.push(archiveNote(1, error.problem === 'bomb' ? 'too_large' : 'truncated', options.name))
  }
  if (archive) return { isArchive: true, ...archive, ...comments, notes: [] }
  if (!found.parts.length && !found.notes.length)
    found.notes.push(archiveNote(1, 'not_a_calendar', options.name))
  return found
}

/** Number of bytes that tell the kind of a file, also of UTF-16 with a byte order mark. */
const MIN_PEEKED_BYTES = 64

/** Returns the first bytes, and a stream of all bytes. */
async function peek(bytes: AsyncIterable<Uint8Array>) {
  const iterator = bytes[Symbol.asyncIterator]()
  const seen: Uint8Array[] = []
  let length = 0
  while (length < MIN_PEEKED_BYTES) {
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
