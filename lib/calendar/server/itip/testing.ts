import type { EventContent } from '@/lib/calendar/event'
import { DEFAULT_GUEST_OPTIONS } from '@/lib/calendar/event-fields'
import type { Participant } from '@/lib/calendar/participant'

export const GUEST: Participant = { userId: null, email: 'gus@example.org', name: null }
export const OTHER: Participant = { userId: null, email: 'other@example.org', name: 'Other' }

type Content = Omit<EventContent, 'calendarId'>

/** Returns the content of an event with two guests, on a Friday evening in Berlin. */
export function contentWith(fields: Partial<Content> = {}): Content {
  return {
    ...{ kind: 'meeting', status: 'confirmed', title: 'Dinner', description: '', location: 'Home', url: '' },
    ...DEFAULT_GUEST_OPTIONS,
    ...{ color: 'teal', visibility: 'private', busy: true, done: false, hiddenFrom: ['secret-user'] },
    span: {
      type: 'timed',
      ...{ start: '2026-12-04T18:00:00', startZone: 'Europe/Berlin' },
      ...{ end: '2026-12-04T20:00:00', endZone: 'Europe/Berlin' },
    },
    recurrence: null,
    overrides: {},
    attendees: [GUEST, OTHER],
    unknown: [['x-secret', {}, 'text', 'secret']],
    ...fields,
  }
}

/** Returns the content of a weekly series. */
export function seriesWith(fields: Partial<Content> = {}): Content {
  return contentWith({ recurrence: { rules: ['FREQ=WEEKLY'], dates: [], exclusions: [] }, ...fields })
}

/** Recurrence ids of the second and the third occurrence of the series. */
export const SECOND = '2026-12-11T18:00:00'
export const THIRD = '2026-12-18T18:00:00'
