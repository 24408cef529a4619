import type { Item } from '@/lib/calendar/tuple'

/** Events that were copied or cut on this page. */
export interface CopiedEvents {
  items: readonly Item[]
  /** Id of the calendar of each item. */
  calendarIds: readonly string[]
  /** Whether pasting moves the events instead of copying them. */
  isCut: boolean
}

let copied: CopiedEvents | null = null

export function clipboard(): CopiedEvents | null {
  return copied
}

export function setClipboard(events: CopiedEvents | null): void {
  copied = events
}
