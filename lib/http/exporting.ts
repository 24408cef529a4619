import { getTranslations } from 'next-intl/server'
import { db } from '@/db/client'
import { loadReach, type Reach } from '@/lib/access/reach'
import { ARCHIVE_FILE, type ArchivedEvent, writeArchive } from '@/lib/calendar/server/archive'
import type { EventToWrite } from '@/lib/calendar/server/ical/write'
import { streamIcal } from '@/lib/calendar/server/ical-stream'
import { writeZip } from '@/lib/calendar/server/zip'
import { busyTimes } from '@/lib/queries/busy-times'
import { exportedCalendars, exportedEvents } from '@/lib/queries/export'
import type { ExportScope } from '@/lib/schemas/calendars'
import { requestActor } from './actor'
import { attachment, fileName, readableStream } from './stream'

/** Texts in exported files. */
export interface ExportTexts {
  busy: string
  everything: string
  readMe: string
}

/** Returns the texts in the language of the user who exports. */
export async function exportTexts(): Promise<ExportTexts> {
  const t = await getTranslations('export')
  return { busy: t('busy'), everything: t('everything'), readMe: t('readMe') }
}

/**
 * Exports calendars as one iCalendar file, each event once.
 * @throws AppError SIGNED_OUT, NOT_FOUND
 */
export async function exportCalendarFile(
  ask: () => Promise<ExportScope>,
  words: ExportTexts,
): Promise<Response> {
  // The session is checked before the parameters, so that signed-out clients always get the same error.
  const reach = await loadReach(db, await requestActor())
  const asked = await ask()
  const name = nameOf(reach, asked, words)
  const text = streamIcal(
    { name, color: asked.of === 'calendar' ? colorOf(reach, asked) : null },
    everything(reach, asked, words),
  )
  return new Response(readableStream(text), {
    headers: attachment(`${fileName(name)}.ics`, 'text/calendar; charset=utf-8'),
  })
}

/**
 * Exports calendars as an archive that can be imported without loss.
 * @throws AppError SIGNED_OUT, NOT_FOUND
 */
export async function exportArchiveFile(
  ask: () => Promise<ExportScope>,
  words: ExportTexts,
): Promise<Response> {
  // The session is checked before the parameters, so that signed-out clients always get the same error.
  const reach = await loadReach(db, await requestActor())
  const asked = await ask()
  const name = nameOf(reach, asked, words)
  return new Response(readableStream(writeZip(archiveFiles(reach, asked, words))), {
    headers: attachment(`${fileName(name)}.zip`, 'application/zip'),
  })
}

/** The JSON file comes first, so that an import can stop reading after it. */
async function* archiveFiles(reach: Reach, asked: ExportScope, words: ExportTexts) {
  const calendars = exportedCalendars(reach, asked)
  const head = {
    exported: new Date().toISOString(),
    calendars: calendars
      .filter(({ level }) => level !== 'freebusy')
      .map(
        ({ id, name, color, groupId }) => ({ id, name, color, owner: groupId ? 'group' : 'user' }) as const,
      ),
  }
  yield { name: ARCHIVE_FILE, text: writeArchive(head, archived(reach, asked)) }
  yield { name: 'README.txt', text: singleChunk(words.readMe) }
  const names = new Set<string>()
  for (const { id, name, color } of calendars) {
    const only = { of: 'calendar', id } as const
    yield {
      name: `calendars/${unused(fileName(name), names)}.ics`,
      text: streamIcal({ name, color }, everything(reach, only, words)),
    }
  }
}

async function* archived(reach: Reach, asked: ExportScope): AsyncGenerator<ArchivedEvent> {
  const calendars = exportedCalendars(reach, asked)
  for await (const { created, modified, ...event } of exportedEvents(db, { reach, calendars })) {
    yield { ...event, created: created.toISOString(), modified: modified.toISOString() }
  }
}

/** Yields the events that the user may read, and busy times of free/busy calendars. */
async function* everything(
  reach: Reach,
  asked: ExportScope,
  { busy }: ExportTexts,
): AsyncGenerator<EventToWrite> {
  const calendars = exportedCalendars(reach, asked)
  yield* exportedEvents(db, { reach, calendars })
  for (const { id, level } of calendars) {
    if (level === 'freebusy') yield* await busyTimes(db, reach, id, { now: Date.now(), title: busy })
  }
}

function nameOf(reach: Reach, asked: ExportScope, { everything }: ExportTexts): string {
  // Permissions are checked before the response starts, so that an error has a status.
  const [calendar] = exportedCalendars(reach, asked)
  if (asked.of === 'all') return everything
  return asked.of === 'group' ? reach.groups.find(({ id }) => id === asked.id)!.name : calendar!.name
}

function colorOf(reach: Reach, asked: ExportScope): string {
  return exportedCalendars(reach, asked)[0]!.color
}

function unused(name: string, names: Set<string>): string {
  let free = name
  for (let count = 2; names.has(free.toLowerCase()); count++) free = `${name} ${count}`
  names.add(free.toLowerCase())
  return free
}

async function* singleChunk(text: string): AsyncGenerator<string> {
  yield text
}
