import type { Participant } from '@/lib/calendar/participant'
import type { Overrides } from './recurrence'

/** Applies a function to the attendees of each occurrence that has attendees of its own. */
export function mapAttendees(
  overrides: Overrides,
  map: (people: readonly Participant[]) => Participant[],
): Overrides {
  return Object.fromEntries(
    Object.entries(overrides).map(([id, override]) => [
      id,
      override.attendees ? { ...override, attendees: map(override.attendees) } : override,
    ]),
  )
}
