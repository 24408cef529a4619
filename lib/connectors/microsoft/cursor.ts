import { z } from 'zod'
import { DAY, dayOf } from '@/lib/calendar/day'
import { ConnectorError } from '../connector'

/** The position in the changes of a calendar. */
export interface Cursor {
  /** The link of the next round of the delta query, which contains its window. */
  link: string
  /** The day on which the window ends. */
  end: string
  /** Start of the next query by time of modification, and the events after it that were already reported. */
  since: string
  seen: string[]
  /** Events that Graph failed to return, with the times when they are read again. */
  failed?: Record<string, string>
}

/** The window of the delta query, in days around the present. A new one is opened when too few days are left. */
const DAYS_BEFORE = 31
const DAYS_AFTER = 548
const MIN_DAYS_AFTER = 366

const schema = z.object({
  ...{ link: z.string(), end: z.string(), since: z.string(), seen: z.array(z.string()) },
  failed: z.record(z.string(), z.string()).exactOptional(),
})

/** @throws ConnectorError `cursor-expired` if the text is not a cursor */
export function parseCursor(text: string): Cursor {
  try {
    return schema.parse(JSON.parse(text))
  } catch {
    throw new ConnectorError('cursor-expired', 'not a cursor')
  }
}

/** Returns the window around the present. */
export function windowAt(now: number): { start: string; end: string } {
  const today = Math.floor(now / DAY)
  return { start: dayOf(today - DAYS_BEFORE), end: dayOf(today + DAYS_AFTER) }
}

export function isNearEnd({ end }: Cursor, now: number): boolean {
  return end < dayOf(Math.floor(now / DAY) + MIN_DAYS_AFTER)
}
