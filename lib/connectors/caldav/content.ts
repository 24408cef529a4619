import type { CalendarObject } from '@/lib/calendar/event'
import { isComponent as isJcalComponent } from '@/lib/calendar/server/ical/jcal'
import { normalizeContent } from '@/lib/calendar/server/incoming/normalize'
import { withoutOwnOrganizer } from './scheduling'

/**
 * Returns the content that a CalDAV object can store: only attendees with an address, no alarms of an imported file (alarms
 * are the user's own), no overrides of excluded occurrences, and no organizer that is the account itself.
 * @param own the addresses of the account
 */
export function toStorableContent(content: CalendarObject, own: readonly string[]): CalendarObject {
  const { attendees, unknown, overrides, ...others } = withoutOwnOrganizer(normalizeContent(content), own)
  const excluded = new Set(others.recurrence?.exclusions)
  return normalizeContent({
    ...others,
    attendees: withAddress(attendees),
    unknown: withoutAlarms(unknown),
    overrides: Object.fromEntries(
      Object.entries(overrides)
        .filter(([id]) => !excluded.has(id))
        .map(([id, override]) => [
          id,
          {
            ...override,
            ...(override.attendees && { attendees: withAddress(override.attendees) }),
            ...(override.unknown && { unknown: withoutAlarms(override.unknown) }),
          },
        ]),
    ),
  })
}

function withAddress(people: CalendarObject['attendees']): CalendarObject['attendees'] {
  return people.filter(({ email }) => email)
}

function withoutAlarms(unknown: readonly unknown[]): unknown[] {
  return unknown.filter((entry) => !(isJcalComponent(entry) && entry[0].toLowerCase() === 'valarm'))
}
