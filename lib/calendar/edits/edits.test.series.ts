import type { EventContent } from '../event'
import { DEFAULT_GUEST_OPTIONS, NO_TEXTS } from '../event-fields'
import { ALL_TIME, occurrences } from '../series/series'
import type { Span } from '../span'

export const FIRST_SPAN: Span = {
  type: 'timed',
  start: '2026-11-02T09:00:00',
  startZone: 'Europe/Berlin',
  end: '2026-11-02T10:00:00',
  endZone: 'Europe/Berlin',
}

/** A weekly series on Mondays from 2 November 2026. */
export const WEEKLY: EventContent = {
  kind: 'event',
  status: 'confirmed',
  ...NO_TEXTS,
  ...DEFAULT_GUEST_OPTIONS,
  title: 'Swimming',
  location: 'Pool',
  color: null,
  visibility: 'default',
  busy: true,
  done: false,
  span: FIRST_SPAN,
  recurrence: { rules: ['FREQ=WEEKLY;BYDAY=MO'], dates: [], exclusions: [] },
  overrides: {},
  calendarId: 'family',
  attendees: [],
  unknown: [],
}

export const series = (more: Partial<EventContent> = {}, ...rules: string[]): EventContent => ({
  ...WEEKLY,
  ...more,
  recurrence: { ...WEEKLY.recurrence!, ...(rules.length && { rules }), ...more.recurrence },
})

export const at = (day: string, time = '09:00:00') => `${day}T${time}`
export const spanOn = (day: string, from = '09:00:00', to = '10:00:00'): Span => ({
  ...(FIRST_SPAN as Extract<Span, { type: 'timed' }>),
  start: at(day, from),
  end: at(day, to),
})

/** Returns the first starts of a series, each followed by its overridden title. */
export const startsAndTitles = (content: EventContent | null, limit = 6) =>
  content &&
  occurrences(content, ALL_TIME, limit).map(
    ({ span, override }) => `${span.start.slice(5, 16)}${override?.title ? ` ${override.title}` : ''}`,
  )
