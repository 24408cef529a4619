import type { IcalNote } from '@/lib/calendar/server/ical/notes'
import { readIcal } from '@/lib/calendar/server/ical/read'
import type { Zone } from '@/lib/calendar/zones/zone'
import { traceOf } from '@/lib/log'
import { checkEvents } from '@/lib/schemas/checked-events'
import { contentHashOf, icsEventsOf } from './ics-events'
import { sendAndWait, sendStarted, type TaskPort } from './task-messages'

export interface IcsTask {
  bytes: Uint8Array
  /** The time zone of the user, for times whose zone is unknown. */
  zone: Zone
  maxEvents: number
}

export type IcsSummary =
  | {
      name: string | null
      color: string | null
      zone: Zone | null
      eventCount: number
      /** Hash of the contents of its events. */
      hash: string
    }
  | { error: IcsProblem }

/** Why a feed cannot be used at all. A feed that may lack events must not delete any. */
export type IcsProblem = 'not-a-calendar' | 'incomplete' | 'too-large'

const CHUNK_BYTES = 64 * 1024

/** Number of events in a message, and their maximum JSON length, unless a single event is longer. */
const MESSAGE_EVENTS = 500
const MESSAGE_LENGTH = 256 * 1024

/** Maximum JSON length of an event. A longer one would block the main thread while it is parsed and stored. */
const MAX_EVENT_LENGTH = 2 * 1024 * 1024

/** Maximum JSON length of all events. The main thread holds them until they are stored. */
const MAX_TOTAL_LENGTH = 32 * 1024 * 1024

/** Reads and checks a feed in a worker thread (see pool.ts). Its messages are JSON arrays of `IcsEvent`. */
export default async function readIcs(task: IcsTask & TaskPort): Promise<IcsSummary> {
  const { port, bytes, zone, maxEvents } = task
  try {
    sendStarted(port)
    const file = await readIcal(chunksOf(bytes), { zone, maxEvents })
    const problem = problemOf(file.notes)
    if (problem) return { error: problem }
    const { events } = await checkEvents(file.events)
    const found = icsEventsOf(events.list)
    const texts = found.map((event) => JSON.stringify(event))
    if (texts.some(({ length }) => length > MAX_EVENT_LENGTH)) return { error: 'too-large' }
    if (texts.reduce((sum, { length }) => sum + length, 0) > MAX_TOTAL_LENGTH) return { error: 'too-large' }
    for (const page of pagesOf(texts)) await sendAndWait(port, page)
    const { name, color } = file
    return { name, color, zone: file.zone, eventCount: found.length, hash: contentHashOf(found) }
  } catch (error) {
    console.error(`kinday: feed: ${traceOf(error)}`)
    return { error: 'not-a-calendar' }
  } finally {
    port.close()
  }
}

async function* chunksOf(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += CHUNK_BYTES) yield bytes.subarray(at, at + CHUNK_BYTES)
}

function problemOf(notes: readonly IcalNote[]): IcsProblem | null {
  const codes = new Set(notes.map(({ code }) => code))
  if (codes.has('not_a_calendar')) return 'not-a-calendar'
  if (codes.has('truncated')) return 'incomplete'
  return codes.has('too_many') ? 'too-large' : null
}

function* pagesOf(texts: readonly string[]): Generator<string> {
  for (let from = 0; from < texts.length; ) {
    let to = from
    let length = 0
    while (to < texts.length && to - from < MESSAGE_EVENTS && (to === from || length < MESSAGE_LENGTH))
      length += texts[to++]!.length
    yield `[${texts.slice(from, to).join()}]`
    from = to
  }
}
