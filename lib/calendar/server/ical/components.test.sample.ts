import type { RawComponent } from './component-stack'
import { readComponents } from './components'
import type { IcalNote } from './notes'
import { bytesOf } from './testing'

export const CRLF = '\r\n'
export const SAMPLE = [
  'BEGIN:VCALENDAR',
  'X-WR-CALNAME:Family',
  'BEGIN:VEVENT',
  'UID:1',
  'SUMMARY:Grüße an',
  '  alle',
  'BEGIN:VALARM',
  'ACTION:DISPLAY',
  'END:VALARM',
  'DTSTART:20260102T100000Z',
  'END:VEVENT',
  'BEGIN:VTODO',
  'UID:2',
  'DUE;VALUE=DATE:20260103',
  'END:VTODO',
  'END:VCALENDAR',
  '',
].join(CRLF)

export async function collectComponents(
  bytes: AsyncIterable<Uint8Array>,
  limits = {},
): Promise<(RawComponent | IcalNote)[]> {
  const found: (RawComponent | IcalNote)[] = []
  for await (const part of readComponents(bytes, limits)) found.push(part)
  return found
}

export const namesAndCodes = (found: (RawComponent | IcalNote)[]) =>
  found.map((part) => ('code' in part ? part.code : part.name))

export async function* repeatLine(
  head: string,
  line: string,
  times: number,
  tail = '',
): AsyncGenerator<Uint8Array> {
  yield* bytesOf(head)
  const many = Math.max(1, Math.floor(100_000 / line.length))
  const chunk = new TextEncoder().encode(line.repeat(many))
  for (let remaining = times; remaining > 0; remaining -= many) {
    yield chunk.subarray(0, Math.min(remaining, many) * line.length)
  }
  yield* bytesOf(tail)
}
