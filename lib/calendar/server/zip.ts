import { Zip, ZipDeflate, ZipPassThrough } from 'fflate'
import { type Unpacked, Unpacking, ZipError } from './unpacking'

/** A file in a zip archive. Its bytes must be read or skipped before the next file. */
export interface ZipEntry {
  name: string
  bytes: AsyncIterable<Uint8Array>
}

/**
 * Returns whether bytes are the start of a zip archive: a local file header (APPNOTE.TXT §4.3.7), or the end of an
 * empty one.
 */
export function isZip(start: Uint8Array): boolean {
  return start[0] === 0x50 && start[1] === 0x4b && (start[2] === 3 || start[2] === 5)
}

/**
 * Reads a zip archive in a stream, one file after the other, without buffering whole files.
 * @throws ZipError
 */
export async function* readZip(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<ZipEntry> {
  const zip = new Unpacking()
  const source = bytes[Symbol.asyncIterator]()
  let isEnded = false
  const feed = async () => {
    if (isEnded) return false
    const { done, value } = await source.next()
    isEnded = Boolean(done)
    await zip.push(value ?? new Uint8Array(0), isEnded)
    return true
  }
  try {
    for (;;) {
      const entry = zip.entries.shift()
      if (entry) {
        yield { name: entry.name, bytes: read(entry) }
        drop(entry)
        while (!entry.isEnded && (await feed()));
      } else if (!(await feed())) return
    }
  } finally {
    // Lets the source clean up, such as a request body.
    await source.return?.()
  }

  async function* read(entry: Unpacked): AsyncGenerator<Uint8Array> {
    for (;;) {
      const chunk = entry.chunks.shift()
      if (chunk) yield chunk
      else if (entry.isEnded || !(await feed())) break
    }
    if (!entry.isEnded) throw new ZipError('broken')
  }
}

/** Discards bytes that the reader did not consume. */
function drop(entry: Unpacked): void {
  entry.isDropped = true
  entry.chunks.length = 0
}

/** A file to write to a zip archive: a text, which is compressed, or bytes that are stored as they are. */
export type ZipFile = { name: string } & (
  | { text: AsyncIterable<string> }
  | { bytes: AsyncIterable<Uint8Array> }
)

/** Writes a zip archive in a stream. */
export async function* writeZip(files: AsyncIterable<ZipFile>): AsyncGenerator<Uint8Array> {
  const ready: Uint8Array[] = []
  const encoder = new TextEncoder()
  const zip = new Zip((error, chunk) => {
    if (error) throw error
    ready.push(chunk)
  })
  for await (const source of files) {
    const isText = 'text' in source
    const file = isText ? new ZipDeflate(source.name, { level: 6 }) : new ZipPassThrough(source.name)
    zip.add(file)
    for await (const part of isText ? source.text : source.bytes) {
      file.push(typeof part === 'string' ? encoder.encode(part) : part)
      yield* ready.splice(0)
    }
    file.push(new Uint8Array(0), true)
    yield* ready.splice(0)
  }
  zip.end()
  yield* ready.splice(0)
}
