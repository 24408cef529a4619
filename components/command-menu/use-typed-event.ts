'use client'

import { useDateParser } from '@/components/typed-dates/use-date-parser'
import { DAY, dayOf, MINUTE, type WallMs } from '@/lib/calendar/day'
import { newSpanDraft, spanOfDraft } from '@/lib/calendar/draft'
import { parseTypedDay } from '@/lib/calendar/typed-day'
import { parseTypedEvent } from '@/lib/calendar/typed-event'
import { withTypedTime } from '@/lib/calendar/typed-span'
import type { Viewer } from '@/lib/schemas/users'

/**
 * Parses the typed text. Returns its date, if the text is only a date; the title of a new event; and the time of that
 * event, if the text contains a time.
 */
export function useTypedEvent(text: string, { locale, timeZone }: Viewer, wall: WallMs) {
  const parser = useDateParser(locale) ?? null
  const typed = parser && parseTypedEvent(text, locale, parser, wall)
  const today = dayOf(Math.floor(wall / DAY))
  const now = { today, minutes: Math.floor((wall % DAY) / MINUTE) }
  return {
    day: parseTypedDay(text, locale, parser, wall),
    title: typed ? typed.title : text.trim(),
    span: typed ? spanOfDraft(withTypedTime(newSpanDraft(today, now, timeZone), typed)) : undefined,
  }
}
