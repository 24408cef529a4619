import type { IcalNote } from '@/lib/calendar/server/ical/notes'
import type { FileCalendar } from '@/lib/calendar/server/import-calendar'
import type { Zone } from '@/lib/calendar/zones/zone'
import { AppError } from '@/lib/errors'
import type { ImportedComment } from '@/lib/schemas/archived-comment'
import type { ArchivedSettings } from '@/lib/schemas/archived-settings'
import { CheckedEvents } from '@/lib/schemas/checked-events'
import { MAX_IMPORTED_EVENTS } from '@/lib/schemas/import'
import type { ImportedEvent } from '@/lib/schemas/imported-event'
import type { ImportMessage, ImportSummary, ImportTask } from './import-worker'
import { runInWorker } from './pool'

/** A calendar of a file, with the events that passed the checks. */
export interface ReadPart extends Pick<FileCalendar, 'id' | 'name' | 'color' | 'notes'> {
  events: CheckedEvents
}

export interface ReadFile {
  isArchive: boolean
  parts: ReadPart[]
  /** Notes that belong to no calendar. */
  notes: IcalNote[]
  /** The user's settings in an archive of all calendars; null if it has none that can be read. */
  settings: ArchivedSettings | null
  comments: ImportedComment[]
  /** Number of comments of an archive that cannot be imported. */
  refusedComments: number
}

interface ReadOptions {
  /** The id of the user. */
  account: string
  /** The time zone of the user. */
  zone: Zone
  /** The name of the file. */
  name: string
  onProgress: (events: number, bytes: number) => void
  signal: AbortSignal
  /** Shorter in tests. */
  firstRunMs?: number
  maxRunMs?: number
}

/**
 * Reads and checks a file to be imported in a worker thread.
 *
 * @param fd descriptor of the file
 * @throws AppError INVALID when the file makes the reader fail, TOO_LARGE when it exceeds the limits of a thread,
 *   UNAVAILABLE when no thread becomes free
 */
export async function readImport(fd: number, reading: ReadOptions): Promise<ReadFile> {
  const { account, zone, name, onProgress, signal, ...limits } = reading
  const parts: (Omit<ReadPart, 'events'> & { events: ImportedEvent[] })[] = []
  const comments: ImportedComment[] = []
  const task: ImportTask = { fd, zone, name, maxEvents: MAX_IMPORTED_EVENTS }
  const summary = await runInWorker<ImportSummary>('lib/files/import-worker.ts', task, {
    ...{ account, signal, ...limits },
    onStarted: () => {
      parts.length = 0
      comments.length = 0
    },
    onMessage: (body) => {
      const message = body as ImportMessage
      if ('progress' in message) onProgress(message.progress.events, message.progress.bytes)
      else if ('part' in message) parts.push({ ...message.part, events: [] })
      else if ('comments' in message) comments.push(...(JSON.parse(message.comments) as ImportedComment[]))
      else parts.at(-1)!.events.push(...(JSON.parse(message.events) as ImportedEvent[]))
    },
  })
  if ('error' in summary) throw new AppError(summary.error)
  return {
    ...{ ...summary, comments },
    // The worker has checked them.
    parts: parts.map(({ events, ...part }) => ({ ...part, events: CheckedEvents.of(events) })),
  }
}
