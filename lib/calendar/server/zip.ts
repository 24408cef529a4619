import { Unzip, type UnzipFile, UnzipInflate, UnzipPassThrough, Zip, ZipDeflate } from 'fflate'

/** A file in a zip archive. Its bytes must be read or skipped before the next file. */
export interface ZipEntry {
  name: string
  bytes: AsyncIterable<Uint8Array>
}

/** An unreadable archive: `bomb` if its content is too large, `broken` if it is invalid. */
export class ZipError extends Error {
  constructor(readonly problem: 'bomb' | 'broken') {
    super(`zip: ${problem}`)
  }
}

const MB = 1024 * 1024

/** Maximum unpacked size, and maximum ratio to the packed size. */
const MAX_UNPACKED_BYTES = 256 * MB
const MAX_RATIO = 150

/** The ratio is only checked above this size, since small repetitive files are harmless. */
const MIN_BOMB_BYTES = 8 * MB
const MAX_ENTRIES = 1000

/** DEFLATE expands up to a thousand times, so small slices detect a bomb after some megabytes. */
const SLICE_BYTES = 8 * 1024

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
  let ended = false
  const feed = async () => {
    if (ended) return false
    const { done, value } = await source.next()
    ended = Boolean(done)
    await zip.push(value ?? new Uint8Array(0), ended)
    return true
  }
  try {
    for (;;) {
      const entry = zip.entries.shift()
      if (entry) {
        yield { name: entry.name, bytes: read(entry) }
        drop(entry)
        while (!entry.ended && (await feed()));
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
      else if (entry.ended || !(await feed())) break
    }
    if (!entry.ended) throw new ZipError('broken')
  }
}

/** Discards bytes that the reader did not consume. */
function drop(entry: Unpacked): void {
  entry.dropped = true
  entry.chunks.length = 0
}

interface Unpacked {
  name: string
  chunks: Uint8Array[]
  ended: boolean
  dropped: boolean
}

class Unpacking {
  readonly entries: Unpacked[] = []
  private packed = 0
  private unpacked = 0
  private count = 0
  private problem: ZipError | null = null
  private readonly unzip = new Unzip((file) => this.begin(file))

  constructor() {
    this.unzip.register(UnzipInflate)
    this.unzip.register(UnzipPassThrough)
  }

  async push(bytes: Uint8Array, last: boolean): Promise<void> {
    for (let from = 0; from < bytes.length || (last && from === 0); from += SLICE_BYTES) {
      const slice = bytes.subarray(from, from + SLICE_BYTES)
      this.packed += slice.length
      try {
        this.unzip.push(slice, last && from + SLICE_BYTES >= bytes.length)
      } catch {
        throw this.problem ?? new ZipError('broken')
      }
      if (this.problem) throw this.problem
      if (from % (32 * SLICE_BYTES) === 0) await new Promise((resolve) => setImmediate(resolve))
    }
  }

  private begin(file: UnzipFile): void {
    if (++this.count > MAX_ENTRIES) {
      this.problem = new ZipError('bomb')
      return
    }
    const entry: Unpacked = { name: file.name, chunks: [], ended: false, dropped: false }
    file.ondata = (error, chunk, final) => {
      if (error) this.problem ??= new ZipError('broken')
      else this.take(entry, chunk, final)
    }
    this.entries.push(entry)
    file.start()
  }

  private take(entry: Unpacked, chunk: Uint8Array, final: boolean): void {
    this.unpacked += chunk.length
    const blown = this.unpacked > MIN_BOMB_BYTES && this.unpacked > this.packed * MAX_RATIO
    if (this.unpacked > MAX_UNPACKED_BYTES || blown) this.problem = new ZipError('bomb')
    if (chunk.length && !this.problem && !entry.dropped) entry.chunks.push(chunk)
    entry.ended ||= final
  }
}

/** Writes a zip archive in a stream. */
export async function* writeZip(
  files: AsyncIterable<{ name: string; text: AsyncIterable<string> }>,
): AsyncGenerator<Uint8Array> {
  const ready: Uint8Array[] = []
  const encoder = new TextEncoder()
  const zip = new Zip((error, chunk) => {
    if (error) throw error
    ready.push(chunk)
  })
  for await (const { name, text } of files) {
    const file = new ZipDeflate(name, { level: 6 })
    zip.add(file)
    for await (const part of text) {
      file.push(encoder.encode(part))
      yield* ready.splice(0)
    }
    file.push(new Uint8Array(0), true)
    yield* ready.splice(0)
  }
  zip.end()
  yield* ready.splice(0)
}
