import { readSync } from 'node:fs'
import type { MessagePort } from 'node:worker_threads'
import type { IcalNote } from '@/lib/calendar/server/ical/notes'
import type { FileCalendar } from '@/lib/calendar/server/import-calendar'
import { readImportFile } from '@/lib/calendar/server/import-file'
import type { Zone } from '@/lib/calendar/zones/zone'
import { traceOf } from '@/lib/log'
import { archivedComment } from '@/lib/schemas/archived-comment'
import { type ArchivedSettings, archivedSettings } from '@/lib/schemas/archived-settings'
import { checkEvents } from '@/lib/schemas/checked-events'
import type { ImportedEvent } from '@/lib/schemas/imported-event'
import { send, sendAndWait, sendStarted, type TaskPort } from './task-messages'

/** `fd`: the file's descriptor, which is valid in every thread of the process. */
export interface ImportTask {
  fd: number
  zone: Zone
  name: string
  maxEvents: number
}

/** Messages of the worker: its progress, then each calendar of the file followed by its events. */
export type ImportMessage =
  | { progress: { events: number; bytes: number } }
  | { part: Pick<FileCalendar, 'id' | 'name' | 'color' | 'notes'> }
  /** A JSON array of checked events, which the main thread parses in a few milliseconds. */
  | { events: string }
  /** A JSON array of checked comments. */
  | { comments: string }

/** The result of the worker. Errors lose their class between threads, so the result contains a code. */
export type ImportSummary =
  | {
      isArchive: boolean
      notes: IcalNote[]
      settings: ArchivedSettings | null
      /** Number of comments of an archive that cannot be imported. */
      refusedComments: number
    }
  | { error: 'INVALID' }

const CHUNK_BYTES = 64 * 1024

/** JSON length of the events in one message. */
const MESSAGE_LENGTH = 128 * 1024

/** Maximum JSON length of an event. A longer one would block the main thread while it is parsed and stored. */
const MAX_EVENT_LENGTH = 2 * 1024 * 1024

/** Maximum JSON length of all events and comments of a file. The main thread holds them until they are stored. */
const MAX_TOTAL_LENGTH = 64 * 1024 * 1024

/** Maximum number of refused events that are listed for a calendar. */
const MAX_REFUSALS = 10_000
/** Maximum number of notes about a file. */
const MAX_NOTES = 10_000

/** Reads and checks a file to be imported, in a worker thread (see pool.ts). */
export default async function readImport({
  port,
  fd,
  ...reading
}: ImportTask & TaskPort): Promise<ImportSummary> {
  try {
    sendStarted(port)
    const onProgress = (events: number, bytes: number) =>
      send(port, { progress: { events, bytes } } satisfies ImportMessage)
    const file = await readImportFile(chunksOf(fd), { ...reading, onProgress })
    const remaining = { notes: MAX_NOTES, length: MAX_TOTAL_LENGTH }
    for (const part of file.parts) await postPart(port, part, remaining)
    const refusedComments = (file.unread ?? 0) + (await postComments(port, file.comments ?? [], remaining))
    const settings = archivedSettings.safeParse(file.settings).data ?? null
    return { isArchive: file.isArchive, notes: takeNotes(file.notes, remaining), settings, refusedComments }
  } catch (error) {
    console.error(`kinday: import: ${traceOf(error)}`)
    return { error: 'INVALID' }
  } finally {
    port.close()
  }
}

async function* chunksOf(fd: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; ; ) {
    const chunk = Buffer.allocUnsafe(CHUNK_BYTES)
    const length = readSync(fd, chunk, 0, CHUNK_BYTES, at)
    if (!length) return
    at += length
    yield chunk.subarray(0, length)
  }
}

async function postPart(port: MessagePort, part: FileCalendar, remaining: RemainingLimits): Promise<void> {
  const { events, refused } = await checkEvents(part.events)
  const { id, name, color } = part
  const isRefused = new Set(refused)
  const lines = part.lines.filter((_, index) => !isRefused.has(index))
  const texts = events.list.flatMap((event, index): string[] => {
    const text = JSON.stringify(event)
    const fits = text.length <= MAX_EVENT_LENGTH && text.length <= remaining.length
    if (!fits) part.notes.push({ line: lines[index]!, code: 'too_large', subject: titleOf(event) })
    else remaining.length -= text.length
    return fits ? [text] : []
  })
  for (const at of refused.slice(0, MAX_REFUSALS)) {
    const subject = titleOf(part.events[at])
    part.notes.push({ line: part.lines[at]!, code: 'component_unreadable', subject })
  }
  part.events = []
  await post(port, { part: { id, name, color, notes: takeNotes(part.notes, remaining) } })
  for (const events of messagesOf(texts)) await post(port, { events })
}

/** Posts the comments that pass the checks. Returns the number of the others. */
async function postComments(
  port: MessagePort,
  comments: readonly unknown[],
  remaining: RemainingLimits,
): Promise<number> {
  const validTexts = comments.flatMap((comment): string[] => {
    const { success, data } = archivedComment.safeParse(comment)
    const text = success ? JSON.stringify(data) : ''
    if (!success || text.length > remaining.length) return []
    remaining.length -= text.length
    return [text]
  })
  for (const comments of messagesOf(validTexts)) await post(port, { comments })
  return comments.length - validTexts.length
}

/** Joins JSON texts to arrays of about the length of a message. */
function* messagesOf(texts: readonly string[]): Generator<string> {
  for (let from = 0; from < texts.length; ) {
    let to = from
    for (let length = 0; to < texts.length && (to === from || length < MESSAGE_LENGTH); to++) {
      length += texts[to]!.length
    }
    yield `[${texts.slice(from, to).join()}]`
    from = to
  }
}

const post = (port: MessagePort, message: ImportMessage) => sendAndWait(port, message)

/** The remaining limits of a file. */
interface RemainingLimits {
  /** Number of notes. */
  notes: number
  /** JSON length of events and comments. */
  length: number
}

function takeNotes(notes: IcalNote[], remaining: RemainingLimits): IcalNote[] {
  const takenNotes = notes.slice(0, remaining.notes)
  remaining.notes -= takenNotes.length
  return takenNotes
}

function titleOf(event: unknown): string {
  const { content, uid } = (event ?? {}) as Partial<ImportedEvent>
  return String(content?.title || uid || '').slice(0, 100)
}
