import { isUtf8 } from 'node:buffer'

const windows1252 = new TextDecoder('windows-1252')

/** As a stream, since Node decodes windows-1252 as Latin-1 otherwise (nodejs/node#56542). */
const decode1252 = (bytes: Buffer) => windows1252.decode(bytes, { stream: true })

/**
 * Decodes a line as UTF-8. If valid multibyte characters outnumber invalid bytes, decodes only the invalid bytes as
 * windows-1252; otherwise the whole line.
 */
export function decodeLine(bytes: Buffer): string {
  const start = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0
  const text = isUtf8(bytes) ? bytes.toString('utf8', start) : (decodeMixed(bytes) ?? decode1252(bytes))
  return CONTROL.test(text) ? text.replace(CONTROLS, '') : text
}

/** Decodes invalid UTF-8 bytes as windows-1252; returns undefined if they outnumber the valid multibyte characters. */
function decodeMixed(bytes: Buffer): string | undefined {
  let text = ''
  let [validCount, invalidCount, from] = [0, 0, 0]
  for (let at = 0; at < bytes.length; ) {
    const size = bytes[at]! < 0x80 ? 1 : sizeOf(bytes, at)
    if (size > 1) validCount++
    if (size === 0) {
      invalidCount++
      text += bytes.toString('utf8', from, at) + decode1252(bytes.subarray(at, at + 1))
      from = at + 1
    }
    at += size || 1
  }
  return validCount > invalidCount ? text + bytes.toString('utf8', from) : undefined
}

/** Returns the length of the UTF-8 character at an index; 0 if it is invalid. */
function sizeOf(bytes: Buffer, at: number): number {
  const lead = bytes[at]!
  const size = lead >= 0xf0 && lead < 0xf5 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc2 ? 2 : 0
  return size > 0 && lead < 0xf5 && isUtf8(bytes.subarray(at, at + size)) && at + size <= bytes.length
    ? size
    : 0
}

const CONTROL = /(?!\t)\p{Cc}/u
const CONTROLS = /(?!\t)\p{Cc}/gu
