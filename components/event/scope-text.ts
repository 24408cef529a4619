import { DAY } from '@/lib/calendar/day'
import { mediumDay } from '@/lib/calendar/format'
import { wallsOf } from '@/lib/calendar/span'
import type { EventDetail } from '@/lib/schemas/event-detail'
import type { Viewer } from '@/lib/schemas/users'

/** Formats the day of an occurrence in the viewer's zone. */
export function occurrenceDay({ span }: EventDetail, { timeZone, locale }: Viewer): string {
  return mediumDay(Math.floor(wallsOf(span, timeZone).start / DAY), locale, Math.floor(Date.now() / DAY))
}
