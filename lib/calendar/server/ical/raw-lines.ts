import { decodeLine } from './decode-line'

/** An unfolded line (RFC 5545 §3.1) with its line number in the file, from 1. */
export interface RawLine {
  text: string
  line: number
}

export interface FileLine extends RawLine {
  /** Octets read up to its end. */
  octets: number
  /** `line`: the line was too long and is truncated. `file`: the file was too long, and reading stopped here. */
  problem: 'line' | 'file' | null
  /** False for the last line of a file without final line break, which may be truncated. */
  isEnded: boolean
}

/**
 * Returns the non-empty unfolded lines of a file in batches. Line breaks are CRLF, LF, CR or, from faulty programs,
 * CR CR LF. Lines are unfolded before decoding, since many programs fold within a character. Invalid UTF-8 is decoded
 * as windows-1252, and a file with a UTF-16 byte order mark as UTF-16. Control characters are removed.
 */
export async function* unfoldLines(
  bytes: AsyncIterable<Uint8Array>,
  limits: { file: number; line: number },
): AsyncGenerator<FileLine[]> {
  const unfolder = new Unfolder(limits.line)
  let octets = 0
  for await (const chunk of inUtf8(bytes)) {
    // Processes large chunks in pieces and yields to the event loop between them.
    for (let at = 0; at < chunk.length; at += PIECE_BYTES) {
      const remaining = limits.file - octets
      const piece = chunk.subarray(at, Math.min(at + PIECE_BYTES, chunk.length, at + remaining))
      unfolder.addPiece(piece, octets)
      octets += piece.length
      yield unfolder.found.splice(0)
      if (piece.length < Math.min(PIECE_BYTES, chunk.length - at)) {
        yield [{ text: '', line: unfolder.line, octets, problem: 'file', isEnded: true }]
        return
      }
      await new Promise((resolve) => setImmediate(resolve))
    }
  }
  unfolder.flush(octets, false)
  yield unfolder.found.splice(0)
}

/** Converts UTF-16 with a byte order mark to UTF-8; passes other bytes unchanged. */
async function* inUtf8(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let start: Uint8Array | null = Buffer.alloc(0)
  let utf16: TextDecoder | null = null
  for await (const chunk of bytes) {
    let piece = chunk
    if (start) {
      piece = Buffer.concat([start, chunk])
      start = piece.length < 2 ? piece : null
      if (start) continue
      const mark = piece[0]! * 256 + piece[1]!
      if (mark === 0xfffe || mark === 0xfeff)
        utf16 = new TextDecoder(mark === 0xfffe ? 'utf-16le' : 'utf-16be')
    }
    yield utf16 ? Buffer.from(utf16.decode(piece, { stream: true })) : piece
  }
  if (start?.length) yield start
}

const PIECE_BYTES = 128 * 1024
const MAX_NAME_BYTES = 100
const CR = 13
const LF = 10
const TAB = 9
const SPACE = 32

class Unfolder {
  readonly found: FileLine[] = []
  /** Number of the current line. */
  line = 1
  /** Number of the line at which the current unfolded line begins. */
  private firstLine = 1
  private buffer: Buffer = Buffer.alloc(1024)
  private length = 0
  private isTooLong = false
  /** The position of the next byte: after text of a line, after a CR, or after a complete line break. */
  private after: 'line' | 'cr' | 'end' = 'line'

  constructor(private readonly maxLength: number) {}

  addPiece(piece: Uint8Array, offset: number): void {
    let start = 0
    for (let at = 0; at < piece.length; at++) {
      const byte = piece[at]!
      if (this.after !== 'line') {
        start = at
        if (this.after === 'cr' && (byte === CR || byte === LF)) {
          if (byte === LF) this.after = 'end'
          start = at + 1
          continue
        }
        this.after = 'line'
        if ((byte === SPACE || byte === TAB) && this.length > 0) {
          start = at + 1
          continue
        }
        this.flush(offset + at, true)
      }
      if (byte !== CR && byte !== LF) continue
      this.add(piece, start, at)
      this.after = byte === CR ? 'cr' : 'end'
      this.line++
      start = at + 1
    }
    if (this.after === 'line') this.add(piece, start, piece.length)
  }

  /** Emits the current line, which has no further continuation. */
  flush(octets: number, isEnded: boolean): void {
    const text = decodeLine(this.buffer.subarray(0, this.length))
    const problem = this.isTooLong ? 'line' : null
    if (text !== '') {
      this.found.push({
        text,
        line: this.firstLine,
        octets,
        problem,
        isEnded: isEnded || this.after !== 'line',
      })
    }
    this.firstLine = this.line
    this.length = 0
    this.isTooLong = false
    // Frees the memory of a long line.
    if (this.buffer.length > 64 * 1024) this.buffer = Buffer.alloc(1024)
  }

  private add(piece: Uint8Array, from: number, to: number): void {
    if (this.isTooLong || to <= from) return
    const length = this.length + to - from
    if (length > this.maxLength) {
      // Keeps the beginning, which contains the property name.
      const start = Math.min(MAX_NAME_BYTES - Math.min(this.length, MAX_NAME_BYTES), to - from)
      this.buffer.set(piece.subarray(from, from + start), Math.min(this.length, MAX_NAME_BYTES))
      this.length = Math.min(this.length, MAX_NAME_BYTES) + start
      this.isTooLong = true
      return
    }
    if (length > this.buffer.length) {
      const larger = Buffer.alloc(Math.max(length, this.buffer.length * 2))
      this.buffer.copy(larger, 0, 0, this.length)
      this.buffer = larger
    }
    this.buffer.set(piece.subarray(from, to), this.length)
    this.length = length
  }
}
