import type { CalendarObject } from '@/lib/calendar/event'
import { contents } from '@/lib/calendar/server/ical/round-trip.test.contents'
import { normalizeContent } from '@/lib/calendar/server/incoming/normalize'
import { canStoreTimes } from './times'

/** Generates events that Google can store, without names: Google takes these from the profiles of attendees. */
export const storable = contents.filter(canStoreTimes).map(withoutNames)

function withoutNames({ attendees, overrides, ...object }: CalendarObject) {
  const unnamed = (list: CalendarObject['attendees']) => list.map((person) => ({ ...person, name: null }))
  return normalizeContent({
    ...object,
    attendees: unnamed(attendees),
    overrides: Object.fromEntries(
      Object.entries(overrides).map(([id, override]) => [
        id,
        override.attendees ? { ...override, attendees: unnamed(override.attendees) } : override,
      ]),
    ),
  })
}
