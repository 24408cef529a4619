'use client'

import type { Day } from '@/lib/calendar/day'
import { parseDateText } from '@/lib/calendar/parse-date'
import type { Viewer } from '@/lib/schemas/users'

/** Returns what the typed text says: its date, and the title and time of an event of that name. */
export function useTypedEvent(text: string, viewer: Viewer, today: Day) {
  const day = parseDateText(text, viewer.locale, today)
  return { day, title: text.trim(), when: undefined as string | undefined }
}
