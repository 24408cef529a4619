import { DAY } from '@/lib/calendar/day'
import { mediumDay } from '@/lib/calendar/format'
import { wallsOf } from '@/lib/calendar/span'
import type { EventDetail } from '@/lib/schemas/events'
import type { Viewer } from '@/lib/schemas/users'

/** The day of an occurrence, as its viewer sees it. */
export function occurrenceDay({ span }: EventDetail, { timeZone, locale }: Viewer): string {
  return mediumDay(Math.floor(wallsOf(span, timeZone).start / DAY), locale, Math.floor(Date.now() / DAY))
}
