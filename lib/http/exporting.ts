import { getTranslations } from 'next-intl/server'
import { db } from '@/db/client'
import { loadReach, type Reach } from '@/lib/access/reach'
import { ARCHIVE_FILE, type ArchivedEvent, writeArchive } from '@/lib/calendar/server/archive'
import { toWritable } from '@/lib/calendar/server/ical/attach'
import type { EventToWrite } from '@/lib/calendar/server/ical/write'
import { streamIcal } from '@/lib/calendar/server/ical-stream'
import { writeZip } from '@/lib/calendar/server/zip'
import { settingsToArchive } from '@/lib/queries/archived-settings'
import { busyTimes } from '@/lib/queries/busy-times'
import { exportedCalendars, exportedEvents } from '@/lib/queries/export'
import type { ExportScope } from '@/lib/schemas/calendars'
import { requestActor } from './actor'
import { ownOrigin } from './own-origin'
import { downloadHeaders, fileName, readableStream } from './stream'

/** Texts in exported files, and the origin of the links in them. */
export interface ExportTexts {
  origin: string
  busy: string
  everything: string
  readMe: string
}

/** Returns the texts in the language of the user who exports. */
export async function exportTexts(): Promise<ExportTexts> {
  const t = await getTranslations('export')
  return {
    ...{ busy: t('busy'), everything: t('everything'), readMe: t('readMe') },
    origin: await ownOrigin(),
  }
}

/**
 * Exports calendars as one iCalendar file, each event once.
 * @throws AppError SIGNED_OUT, NOT_FOUND
 */
export async function exportCalendarFile(
  parseScope: () => Promise<ExportScope>,
  texts: ExportTexts,
): Promise<Response> {
  // The session is checked before the parameters, so that signed-out clients always get the same error.
  const reach = await loadReach(db, await requestActor())
  const scope = await parseScope()
  const name = nameOf(reach, scope, texts)
  const text = streamIcal(
    { name, color: scope.of === 'calendar' ? colorOf(reach, scope) : null },
    eventsToExport(reach, scope, texts),
  )
  return new Response(readableStream(text), {
    headers: downloadHeaders(`${fileName(name)}.ics`, 'text/calendar; charset=utf-8'),
  })
}

/**
 * Exports calendars as an archive that can be imported without loss.
 * @throws AppError SIGNED_OUT, NOT_FOUND
 */
export async function exportArchiveFile(
  parseScope: () => Promise<ExportScope>,
  texts: ExportTexts,
): Promise<Response> {
  // The session is checked before the parameters, so that signed-out clients always get the same error.
  const reach = await loadReach(db, await requestActor())
  const scope = await parseScope()
  const name = nameOf(reach, scope, texts)
  return new Response(readableStream(writeZip(archiveFiles(reach, scope, texts))), {
    headers: downloadHeaders(`${fileName(name)}.zip`, 'application/zip'),
  })
}

/** The JSON file comes first, so that an import can stop reading after it. */
async function* archiveFiles(reach: Reach, scope: ExportScope, texts: ExportTexts) {
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
  yield { name: ARCHIVE_FILE, text: writeArchive(head, archivedEvents(reach, scope)) }
  yield { name: 'README.txt', text: singleChunk(texts.readMe) }
  const names = new Set<string>()
  for (const { id, name, color } of calendars) {
    const only = { of: 'calendar', id } as const
    yield {
      name: `calendars/${reserveName(fileName(name), names)}.ics`,
      text: streamIcal({ name, color }, eventsToExport(reach, only, texts)),
    }
  }
}

async function* archivedEvents(reach: Reach, scope: ExportScope): AsyncGenerator<ArchivedEvent> {
  const calendars = exportedCalendars(reach, scope)
  for await (const { created, modified, only: _, files: __, ...event } of exportedEvents(db, {
    reach,
    calendars,
  })) {
    yield { ...event, created: created.toISOString(), modified: modified.toISOString() }
  }
}

/** Yields the events that the user may read, and busy times of free/busy calendars. */
async function* eventsToExport(
  reach: Reach,
  scope: ExportScope,
  { busy, origin }: ExportTexts,
): AsyncGenerator<EventToWrite> {
  const calendars = exportedCalendars(reach, scope)
  for await (const event of exportedEvents(db, { reach, calendars })) {
    yield { ...event, attachments: event.files.map((file) => toWritable(file, origin)) }
  }
  for (const { id, level } of calendars) {
    if (level === 'freebusy') yield* await busyTimes(db, reach, id, { now: Date.now(), title: busy })
  }
}

function nameOf(reach: Reach, scope: ExportScope, { everything }: ExportTexts): string {
  // Permissions are checked before the response starts, so that an error has a status.
  const [calendar] = exportedCalendars(reach, scope)
  if (scope.of === 'all') return everything
  return scope.of === 'group' ? reach.groups.find(({ id }) => id === scope.id)!.name : calendar!.name
}

function colorOf(reach: Reach, scope: ExportScope): string {
  return exportedCalendars(reach, scope)[0]!.color
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
