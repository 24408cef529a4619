import { isUtf8 } from 'node:buffer'
import { decodeLine } from '@/lib/calendar/server/ical/decode-line'
import type { GuardedResponse } from '@/lib/outgoing/guarded-fetch'

/**
 * Decodes the body of a response. A declared charset is ignored if the bytes are UTF-8, since many servers declare a wrong
 * one. Without any, each line that is not UTF-8 is read as windows-1252: objects in a listing may differ.
 */
export function decodeBody({ headers, body }: Pick<GuardedResponse, 'headers' | 'body'>): string {
  const start = body.subarray(0, 200)
  // UTF-16 without characters beyond Latin is valid UTF-8, with a zero in each pair of bytes.
  if (isUtf8(body) && !start.includes(0)) return body.toString('utf8')
  const declared =
    /charset\s*=\s*"?([^\s;"]+)/i.exec(headers.get('content-type') ?? '')?.[1] ??
    /^<\?xml[^>]*encoding\s*=\s*["']([^"']+)/.exec(start.toString('latin1'))?.[1]
  const label = start.includes(0) ? (start[0] === 0xfe || start[0] === 0 ? 'utf-16be' : 'utf-16le') : declared
  // As a stream, since Node decodes windows-1252 as Latin-1 otherwise (nodejs/node#56542).
  if (label && !/^utf-?8$/i.test(label) && isCharset(label))
    return new TextDecoder(label).decode(body, { stream: true })
  return withJoinedCharacters(body).replace(/[^\n]+/g, (line) =>
    /[\x80-\xff]/.test(line) ? decodeLine(Buffer.from(line, 'latin1')) : line,
  )
}

function isCharset(label: string): boolean {
  try {
    new TextDecoder(label)
    return true
  } catch {
    return false
  }
}

/** Returns a body as Latin-1. Lines that were folded within a character (RFC 5545 §3.1) are joined. */
function withJoinedCharacters(body: Buffer): string {
  return body.toString('latin1').replace(/([\xc2-\xf4][\x80-\xbf]*)\r?\n[ \t](?=[\x80-\xbf])/g, '$1')
}
