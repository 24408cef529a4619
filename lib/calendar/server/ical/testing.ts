import type { IcalFile } from './ical-event'
import { readIcal } from './read'

/** Yields the bytes of a file in chunks. */
export async function* bytesOf(text: string | Uint8Array, size = 1000): AsyncGenerator<Uint8Array> {
  const bytes = typeof text === 'string' ? new TextEncoder().encode(text) : text
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

/** Reads a file whose VCALENDAR contains the lines. */
export function readLines(lines: string, zone = 'Asia/Kathmandu'): Promise<IcalFile> {
  const body = lines
    .trim()
    .split('\n')
    .map((line) => line.replace(/^ {2,}/, ''))
    .join('\r\n')
  return readIcal(bytesOf(`BEGIN:VCALENDAR\r\nVERSION:2.0\r\n${body}\r\nEND:VCALENDAR\r\n`), { zone })
}

/** Reads a file whose only VEVENT contains the lines. */
export async function readEventLines(lines: string) {
  const { events, notes } = await readLines(`BEGIN:VEVENT\nUID:1\n${lines}\nEND:VEVENT`)
  return { event: events[0]!, notes }
}
