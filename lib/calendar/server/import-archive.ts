import { ARCHIVE_FILE } from '@/lib/calendar/archive-entries'
import { type ArchivedCalendar, readArchive } from './archive'
import { readArchivedComments } from './archived-comments'
import type { IcalNote, IcalNoteCode } from './ical/notes'
import type { FileCalendar, ImportReadOptions } from './import-calendar'
import { ZipError } from './unpacking'

/** Maximum number of calendars that are read from an archive. */
export const MAX_ARCHIVE_CALENDARS = 100
const MAX_NOTES = 200

/** Reads the archive's JSON file: its calendars, and its settings, which are not validated yet. */
export async function readArchiveEntry(
  bytes: AsyncIterable<Uint8Array>,
  { maxEvents, onProgress }: ImportReadOptions,
): Promise<{ parts: FileCalendar[]; settings: unknown } | undefined> {
  const calendars = new Map<string, FileCalendar>()
  let first: FileCalendar | undefined
  let settings: unknown
  let count = 0
  try {
    for await (const found of readArchive(bytes)) {
      if ('calendars' in found) {
        for (const calendar of found.calendars.slice(0, MAX_ARCHIVE_CALENDARS))
          calendars.set(calendar.id, toFileCalendar(calendar))
        first = [...calendars.values()][0]
        settings = found.settings
      } else if ('unreadableLine' in found)
        noteIn(first, found.unreadableLine, 'component_unreadable', found.text)
      else {
        const { calendar, id, uid, sequence, modified, layers, alarms, ...rest } = found.event
        const target = calendars.get(String(calendar))
        if (!target) noteIn(first, found.line, 'orphan_component', String(uid))
        else if (count >= maxEvents) noteIn(target, found.line, 'too_many', String(uid))
        else {
          const lastModified = typeof modified === 'string' ? Date.parse(modified) : null
          const own = { layers, alarms }
          const { content, placements, files } = rest
          target.events.push({ uid, kindayId: id, sequence, lastModified, content, own, placements, files })
          target.lines.push(found.line)
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
  return first && { parts: [...calendars.values()], settings }
}

/** Maximum number of comments of an archive that are read. */
const MAX_COMMENTS = 50_000

/** Reads the comments of an archive, not validated, and counts those that cannot be read or are too many. */
export async function readCommentsEntry(
  bytes: AsyncIterable<Uint8Array>,
): Promise<{ comments: unknown[]; unread: number }> {
  const comments: unknown[] = []
  let unread = 0
  try {
    for await (const comment of readArchivedComments(bytes)) {
      if (comment && comments.length < MAX_COMMENTS) comments.push(comment)
      else unread++
    }
  } catch (error) {
    if (!(error instanceof ZipError)) throw error
    unread++
  }
  return { comments, unread }
}

function toFileCalendar({ id, name, color }: ArchivedCalendar): FileCalendar {
  return { id, name, color, events: [], lines: [], notes: [] }
}

function noteIn(target: FileCalendar | undefined, line: number, code: IcalNoteCode, subject: string): void {
  if (target && target.notes.length < MAX_NOTES) target.notes.push(archiveNote(line, code, subject))
}

export function archiveNote(line: number, code: IcalNoteCode, subject: string): IcalNote {
  return { line, code, subject: subject.slice(0, 100) }
}
