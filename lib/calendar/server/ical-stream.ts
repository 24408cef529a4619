import { type EventToWrite, type FileToWrite, writeIcal } from './ical/write'

/** Minimum length of a chunk in characters. */
const CHUNK_CHARACTERS = 32 * 1024

/** Writes a stream of events like {@link writeIcal}, with one event in memory at a time. */
export async function* streamIcal(
  file: FileToWrite,
  events: AsyncIterable<EventToWrite>,
): AsyncGenerator<string> {
  const queue: EventToWrite[] = []
  const pieces = writeIcal(file, drain(queue))
  // Each step consumes exactly one event, except those that write the head and the tail.
  let text = pieces.next().value as string
  for await (const event of events) {
    queue.push(event)
    text += pieces.next().value
    if (text.length < CHUNK_CHARACTERS) continue
    yield text
    text = ''
  }
  yield text + pieces.next().value
}

function* drain<T>(queue: T[]): Generator<T> {
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) yield next
}
