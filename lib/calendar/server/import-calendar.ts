import type { Zone } from '@/lib/calendar/zones/zone'
import type { IcalNote } from './ical/notes'
import { readIcal } from './ical/read'

/** A calendar of a file with its unvalidated events and their line numbers. */
export interface FileCalendar {
  /** Id of the calendar in an archive; null for a calendar file. */
  id: string | null
  name: string | null
  color: string | null
  events: unknown[]
  lines: number[]
  notes: IcalNote[]
}

export interface ImportReadOptions {
  /** Zone of the importing user. */
  zone: Zone
  /** Name of the file. */
  name: string
  maxEvents: number
  onProgress: (events: number, bytes: number) => void
}

export async function readCalendar(
  bytes: AsyncIterable<Uint8Array>,
  options: ImportReadOptions,
): Promise<FileCalendar> {
  const { zone, maxEvents, onProgress, name } = options
  const file = await readIcal(bytes, { zone, maxEvents, onProgress })
  return {
    id: null,
    name: file.name ?? (baseName(name) || null),
    color: file.color,
    events: file.events,
    lines: file.events.map(({ line }) => line),
    notes: file.notes,
  }
}

/** Returns the name of a file without its folders and the extension of a calendar file. */
export function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1).replace(/\.ics$/i, '')
}
