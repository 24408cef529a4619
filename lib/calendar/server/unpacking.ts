import { Unzip, type UnzipFile, UnzipInflate, UnzipPassThrough } from 'fflate'

/** An unreadable archive: `bomb` if its content is too large, `broken` if it is invalid. */
export class ZipError extends Error {
  constructor(readonly problem: 'bomb' | 'broken') {
    super(`zip: ${problem}`)
  }
}

const MB = 1024 * 1024

/** Maximum size of the unpacked content of an archive. */
const MAX_UNPACKED_BYTES = 256 * MB

/** Maximum ratio of the unpacked to the packed size. */
const MAX_RATIO = 150

/** The ratio is only checked above this size, since small repetitive files are harmless. */
const MIN_BOMB_BYTES = 8 * MB
const MAX_ZIP_ENTRIES = 1000

/** DEFLATE expands up to a thousand times, so small slices detect a bomb after some megabytes. */
const SLICE_BYTES = 8 * 1024

/** A file of an archive, as far as it is unpacked. */
export interface Unpacked {
  name: string
  /** Unpacked bytes that the reader has not consumed. */
  chunks: Uint8Array[]
  /** Whether the whole file is unpacked. */
  isEnded: boolean
  /** Whether the reader has skipped the rest, which is not kept. */
  isDropped: boolean
}

/** Unpacks an archive piece by piece. */
export class Unpacking {
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
    if (++this.count > MAX_ZIP_ENTRIES) {
      this.problem = new ZipError('bomb')
      return
    }
    const entry: Unpacked = { name: file.name, chunks: [], isEnded: false, isDropped: false }
    file.ondata = (error, chunk, final) => {
      if (error) this.problem ??= new ZipError('broken')
      else this.addChunk(entry, chunk, final)
    }
    this.entries.push(entry)
    file.start()
  }

  private addChunk(entry: Unpacked, chunk: Uint8Array, final: boolean): void {
    this.unpacked += chunk.length
    const isBomb = this.unpacked > MIN_BOMB_BYTES && this.unpacked > this.packed * MAX_RATIO
    if (this.unpacked > MAX_UNPACKED_BYTES || isBomb) this.problem = new ZipError('bomb')
    if (chunk.length && !this.problem && !entry.isDropped) entry.chunks.push(chunk)
    entry.isEnded ||= final
  }
}
