import type { CalendarObject } from '@/lib/calendar/event'
import { contents } from '@/lib/calendar/server/ical/round-trip.test.contents'
import { normalizeContent } from '@/lib/calendar/server/incoming/normalize'
import { canStoreTimes } from './times'

/**
 * Generates events that Google can store: without names, which Google takes from the profiles of attendees, and with
 * addresses in ASCII.
 */
export const storable = contents.filter(canStoreTimes).map(withStorablePeople)

function withStorablePeople({ attendees, overrides, ...object }: CalendarObject) {
  const storablePeople = (list: CalendarObject['attendees']) =>
    list.map((person) => ({ ...person, email: person.email?.replace('ü', 'u') ?? null, name: null }))
  return normalizeContent({
    ...object,
    attendees: storablePeople(attendees),
    overrides: Object.fromEntries(
      Object.entries(overrides).map(([id, override]) => [
        id,
        override.attendees ? { ...override, attendees: storablePeople(override.attendees) } : override,
      ]),
    ),
  })
}
