import type { CalendarObject, ObjectOverride } from '@/lib/calendar/event'
import { contents } from '@/lib/calendar/server/ical/round-trip.test.contents'
import { normalizeContent } from '@/lib/calendar/server/incoming/normalize'

/**
 * Generates events that the installed servers store. Their iCalendar libraries read an escaped backslash before `n` as a
 * line break, and write the values of unknown properties as text.
 */
export const plainContents = contents.map(({ overrides, ...content }) =>
  normalizeContent({
    ...(withPlainTexts(content) as typeof content),
    overrides: Object.fromEntries(
      Object.entries(overrides).map(([id, override]) => [id, withPlainTexts(override)]),
    ),
  }),
)

/** Generates events that Radicale stores: it refuses periods. */
export const radicaleContents = plainContents.map((content) => {
  const { recurrence } = content
  const dates = recurrence?.dates.map((date) => date.split('/', 1)[0]!) ?? []
  return normalizeContent({ ...content, recurrence: recurrence && { ...recurrence, dates } })
})

function withPlainTexts<C extends ObjectOverride | Omit<CalendarObject, 'overrides'>>(content: C): C {
  const { title, description, location, attendees, unknown } = content
  const plain = (text: string) => text.replaceAll('\\', '/')
  return {
    ...content,
    ...(title !== undefined && { title: plain(title) }),
    ...(description !== undefined && { description: plain(description) }),
    ...(location !== undefined && { location: plain(location) }),
    ...(attendees && {
      attendees: attendees.map((person) => ({ ...person, name: person.name && plain(person.name) })),
    }),
    ...(unknown && {
      unknown: unknown.filter((entry) => /^(organizer|valarm)$/.test((entry as [string])[0])),
    }),
  }
}
