import { DAY, MINUTE, type WallMs, wallOf } from '@/lib/calendar/day'
import { draftFor, draftOf, type SpanDraft, spanOf } from '@/lib/calendar/draft'
import { spanForKind } from '@/lib/calendar/event'
import { changedFields } from '@/lib/calendar/merge'
import type { Span } from '@/lib/calendar/span'
import type { CalendarTuple } from '@/lib/calendar/tuple'
import type { EventDetail, EventFields } from '@/lib/schemas/events'
import type { Viewer } from '@/lib/schemas/users'

/** An event as the form holds it. */
export interface EventForm extends Omit<EventFields, 'span' | 'color'> {
  span: SpanDraft
  color: string | null
}

/** A new event on a day, in the calendar one uses: the first group's, else one's own. */
export function newForm(day: string, wall: WallMs, viewer: Viewer, calendars: CalendarTuple[]): EventForm {
  const writable = calendars.filter(([, , , level]) => level >= 3)
  const calendar = writable.find(([, , , , group]) => group) ?? writable[0]
  const now = { today: wallOf(wall).slice(0, 10), minutes: Math.floor((wall % DAY) / MINUTE) }
  return {
    kind: 'event',
    title: '',
    description: '',
    location: '',
    color: null,
    visibility: 'default',
    busy: true,
    done: false,
    span: draftFor(day, now, viewer.timeZone),
    calendarId: calendar?.[0] ?? '',
    attendees: [],
    rules: [],
  }
}

export function formOf(event: EventDetail, viewer: Viewer): EventForm {
  const { kind, title, description, location, color, visibility, busy, done, calendarId, rules } = event
  return {
    ...{ kind, title, description, location, color, visibility, busy, done, calendarId, rules },
    span: draftOf(event.span, viewer.timeZone),
    attendees: event.attendees.flatMap(({ userId }) => userId ?? []),
  }
}

/** The form with fields as someone else has left them: as a CONFLICT tells, in the words of events and not of forms. */
export function withTheirs(form: EventForm, fields: Record<string, unknown>, viewer: Viewer): EventForm {
  const { span, attendees, ...plain } = fields
  const people = attendees as { userId: string | null }[] | undefined
  return {
    ...form,
    ...plain,
    ...(span ? { span: draftOf(span as Span, viewer.timeZone) } : {}),
    ...(people ? { attendees: people.flatMap(({ userId }) => userId ?? []) } : {}),
  }
}

/** The form as a command takes it. */
export function fieldsOf(form: EventForm): Record<string, unknown> {
  return { ...form, span: spanForKind(form.kind, spanOf(form.span)) }
}

/** The fields in which the form differs from what it began with. */
export function patchOf(before: EventForm, after: EventForm): Record<string, unknown> {
  const [old, next] = [fieldsOf(before), fieldsOf(after)]
  return Object.fromEntries(changedFields(old, next).map((field) => [field, next[field]]))
}
