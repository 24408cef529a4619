import { type ContentLine, param, parseLine, unescapeText } from '../ical/line'
import type { FileLine } from '../ical/raw-lines'

/**
 * Parses the lines of a vCard. Lines of vCard 2.1 in quoted-printable continue without a leading space, after a `=`.
 */
export function* contentLinesOf(lines: Iterable<FileLine>): Generator<ContentLine> {
  let open: { text: string; line: number } | null = null
  for (const { text, line, problem } of lines) {
    // The line is too long: a photo, which is not needed.
    if (problem) continue
    const current: { text: string; line: number } = open
      ? { text: open.text.slice(0, -1) + text, line: open.line }
      : { text, line }
    open = isContinued(current.text) ? current : null
    const parsed = open ? null : parseLine(current.text, current.line)
    // `item1.BDAY`: the properties of a group belong together.
    if (parsed) yield { ...parsed, name: parsed.name.slice(parsed.name.lastIndexOf('.') + 1) }
  }
}

/** Returns the text of a value, decoded from quoted-printable but with its escapes. */
export function decodedValue(line: ContentLine): string {
  return isQuotedPrintable(line) ? decodeQuotedPrintable(line.value, param(line, 'charset')) : line.value
}

/** Returns the parts of a structured value, such as N. */
export function partsOf(value: string): string[] {
  return (value.match(/(?:\\.|[^;\\])*(?:;|$)/g) ?? []).map((part) =>
    unescapeText(part.replace(/;$/, '')).trim(),
  )
}

function isContinued(text: string): boolean {
  if (!text.endsWith('=') || !/quoted-printable/i.test(text.slice(0, 200))) return false
  const parsed = parseLine(text, 0)
  return parsed !== null && isQuotedPrintable(parsed)
}

function isQuotedPrintable(line: ContentLine): boolean {
  const isBare = line.params.has('quoted-printable')
  return isBare || param(line, 'encoding')?.toLowerCase() === 'quoted-printable'
}

function decodeQuotedPrintable(text: string, charset: string | null): string {
  const encoded = Buffer.from(text)
  const bytes: number[] = []
  for (let at = 0; at < encoded.length; at++) {
    const hex = encoded[at] === 61 ? encoded.toString('latin1', at + 1, at + 3) : ''
    if (/^[0-9a-f]{2}$/i.test(hex)) {
      bytes.push(Number.parseInt(hex, 16))
      at += 2
    } else bytes.push(encoded[at]!)
  }
  return decode(Buffer.from(bytes), charset)
}

function decode(bytes: Buffer, charset: string | null): string {
  for (const label of [charset, 'utf-8', 'windows-1252']) {
    try {
      if (label) return new TextDecoder(label, { fatal: true }).decode(bytes)
    } catch {
      // Unknown or wrong: tries the next one.
    }
  }
  return bytes.toString('latin1')
}
