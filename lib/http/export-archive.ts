import { db } from '@/db/client'
import type { Actor } from '@/lib/access/actor'
import { grant } from '@/lib/access/grant'
import { loadReach, type Reach } from '@/lib/access/reach'
import { ARCHIVE_FILE, COMMENTS_FILE, FILES_FOLDER } from '@/lib/calendar/archive-entries'
import { type ArchivedEvent, writeArchive } from '@/lib/calendar/server/archive'
import { writeArchivedComments } from '@/lib/calendar/server/archived-comments'
import { writeTodos } from '@/lib/calendar/server/ical/write-todos'
import { streamIcal } from '@/lib/calendar/server/ical-stream'
import { writeZip, type ZipFile } from '@/lib/calendar/server/zip'
import { AppError } from '@/lib/errors'
import { archivedComments, archivedGroups } from '@/lib/queries/archived-comments'
import { settingsToArchive } from '@/lib/queries/archived-settings'
import { archivedTasks } from '@/lib/queries/archived-tasks'
import { attachmentBytes } from '@/lib/queries/attachments'
import { exportedCalendars, exportedEvents } from '@/lib/queries/export'
import type { ExportedEvent } from '@/lib/queries/export-rows'
import type { ExportScope } from '@/lib/schemas/calendars'
import { requestActor } from './actor'
import { type ExportTexts, eventsToExport, exportName } from './export'
import { downloadHeaders, fileName, readableStream } from './stream'

/**
 * Maximum number and size of the attachments in an archive: a zip file without extensions has at most 65,535 entries
 * and 4 GiB (APPNOTE.TXT §4.3.9.2). The rest is left out.
 */
const MAX_ARCHIVED_FILES = 20_000
const MAX_ARCHIVED_BYTES = 3 * 1024 ** 3

/**
 * Exports calendars as an archive that can be imported without loss.
 * @throws AppError SIGNED_OUT, NOT_FOUND
 */
export async function exportArchiveFile(
  parseScope: () => Promise<ExportScope>,
  texts: ExportTexts,
): Promise<Response> {
  // The session is checked before the parameters, so that signed-out clients always get the same error.
  const actor = await requestActor()
  const reach = await loadReach(db, actor)
  const scope = await parseScope()
  const name = exportName(reach, scope, texts)
  return new Response(readableStream(writeZip(archiveFiles(actor, reach, scope, texts))), {
    headers: downloadHeaders(`${fileName(name)}.zip`, 'application/zip'),
  })
}

/** Lists the comments and attachments that follow the events in an archive. Filled while the events are written. */
class Contents {
  /** Events whose comments the user may read. */
  readonly threads: string[] = []
  /** Ids of the attachments to read by their paths. */
  readonly files = new Map<string, string>()
  private bytes = 0

  /** Adds an event. Returns its attachments that are part of the archive. */
  add(event: ExportedEvent) {
    if (event.hasComments) this.threads.push(event.id)
    return event.files.flatMap(({ id, name, bytes }) => {
      // Copies of an event share its files.
      const path = `${FILES_FOLDER}${event.fileIds[id]}/${fileName(name)}`
      if (!this.files.has(path)) {
        if (this.files.size >= MAX_ARCHIVED_FILES || this.bytes + bytes > MAX_ARCHIVED_BYTES) return []
        this.bytes += bytes
        this.files.set(path, id)
      }
      return [{ path, name }]
    })
  }
}

/**
 * The JSON files come first, so that an import can stop reading after them. The attachments come last, so that a client
 * can send the archive without them.
 */
async function* archiveFiles(
  actor: Actor,
  reach: Reach,
  scope: ExportScope,
  texts: ExportTexts,
): AsyncGenerator<ZipFile> {
  const calendars = exportedCalendars(reach, scope)
  const head = {
    exported: new Date().toISOString(),
    ...(scope.of === 'all' && { settings: await settingsToArchive(db, reach.userId) }),
    calendars: calendars
      .filter(({ level }) => level !== 'freebusy')
      .map(
        ({ id, name, color, groupId }) => ({ id, name, color, owner: groupId ? 'group' : 'user' }) as const,
      ),
  }
  const contents = new Contents()
  yield { name: ARCHIVE_FILE, text: writeArchive(head, archivedEvents(reach, scope, contents)) }
  const comments = archivedComments(db, reach, contents.threads, archivedGroups(reach, scope))
  yield { name: COMMENTS_FILE, text: writeArchivedComments(comments) }
  yield { name: 'README.txt', text: singleChunk(texts.readMe) }
  const names = new Set<string>()
  for (const { id, name, color } of calendars) {
    const calendarScope = { of: 'calendar', id } as const
    yield {
      name: `calendars/${reserveName(fileName(name), names)}.ics`,
      text: streamIcal({ name, color }, eventsToExport(reach, calendarScope, texts)),
    }
  }
  const listNames = new Set<string>()
  for (const { name, todos } of await archivedTasks(db, reach, scope)) {
    yield {
      name: `tasks/${reserveName(fileName(name), listNames)}.ics`,
      text: singleChunk(writeTodos({ name }, todos)),
    }
  }
  for (const [name, id] of contents.files) {
    const bytes = await readAttachment(actor, id)
    if (bytes) yield { name, bytes }
  }
}

async function* archivedEvents(
  reach: Reach,
  scope: ExportScope,
  contents: Contents,
): AsyncGenerator<ArchivedEvent> {
  const calendars = exportedCalendars(reach, scope)
  for await (const exported of exportedEvents(db, { reach, calendars })) {
    const { created, modified, only: _, files: __, hasComments: ___, fileIds: ____, ...event } = exported
    const files = contents.add(exported)
    yield { ...event, files, created: created.toISOString(), modified: modified.toISOString() }
  }
}

/** Returns the bytes of an attachment; undefined if the user can no longer read it. */
async function readAttachment(actor: Actor, id: string): Promise<AsyncIterable<Uint8Array> | undefined> {
  try {
    const granted = await db.transaction((tx) => grant(tx, actor, 'read', 'attachment', id))
    return attachmentBytes(db, granted, { start: 0, end: granted.row.bytes })
  } catch (error) {
    if (error instanceof AppError) return undefined
    throw error
  }
}

/** Returns a name that is not in `names`, and adds it to them. */
function reserveName(name: string, names: Set<string>): string {
  let free = name
  for (let count = 2; names.has(free.toLowerCase()); count++) free = `${name} ${count}`
  names.add(free.toLowerCase())
  return free
}

async function* singleChunk(text: string): AsyncGenerator<string> {
  yield text
}
