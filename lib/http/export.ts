import { getTranslations } from 'next-intl/server'
import { db } from '@/db/client'
import { loadReach, type Reach } from '@/lib/access/reach'
import { toWritable } from '@/lib/calendar/server/ical/attach'
import type { EventToWrite } from '@/lib/calendar/server/ical/write'
import { streamIcal } from '@/lib/calendar/server/ical-stream'
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
  const name = exportName(reach, scope, texts)
  const text = streamIcal(
    { name, color: scope.of === 'calendar' ? colorOf(reach, scope) : null },
    eventsToExport(reach, scope, texts),
  )
  return new Response(readableStream(text), {
    headers: downloadHeaders(`${fileName(name)}.ics`, 'text/calendar; charset=utf-8'),
  })
}

/** Yields the events that the user may read, and busy times of free/busy calendars. */
export async function* eventsToExport(
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

/** Returns the name of an export. @throws AppError NOT_FOUND */
export function exportName(reach: Reach, scope: ExportScope, { everything }: ExportTexts): string {
  // Permissions are checked before the response starts, so that an error has a status.
  const [calendar] = exportedCalendars(reach, scope)
  if (scope.of === 'all') return everything
  return scope.of === 'group' ? reach.groups.find(({ id }) => id === scope.id)!.name : calendar!.name
}

function colorOf(reach: Reach, scope: ExportScope): string {
  return exportedCalendars(reach, scope)[0]!.color
}
