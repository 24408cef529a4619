import type { CalendarObject } from './event'
import { DEFAULT_GUEST_OPTIONS, NO_TEXTS } from './event-fields'

/** Returns an event at the detail level `title`: only title, times, busy and status. */
export function redactToTitle({
  title,
  span,
  recurrence,
  overrides,
  busy,
  status,
}: CalendarObject): CalendarObject {
  return {
    kind: 'event',
    visibility: 'default',
    ...NO_TEXTS,
    ...DEFAULT_GUEST_OPTIONS,
    color: null,
    done: false,
    attendees: [],
    unknown: [],
    ...{ title, span, recurrence, busy, status },
    overrides: redactOverrides(overrides),
  }
}

function redactOverrides(overrides: CalendarObject['overrides']): CalendarObject['overrides'] {
  const redacted = Object.entries(overrides).map(([id, { title, span, busy, status }]) => [
    id,
    Object.fromEntries(
      Object.entries({ title, span, busy, status }).filter(([, value]) => value !== undefined),
    ),
  ])
  return Object.fromEntries(redacted)
}
