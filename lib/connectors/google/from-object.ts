import { wallOf } from '@/lib/calendar/day'
import type { CalendarObject } from '@/lib/calendar/event'
import type { RecurrenceId } from '@/lib/calendar/series/recurrence'
import { slotSpan } from '@/lib/calendar/series/series'
import { hasSlot, normalizeContent } from '@/lib/calendar/server/incoming/normalize'
import { inStartZone, instantsOf, type Span } from '@/lib/calendar/span'
import type { Zone } from '@/lib/calendar/zones/zone'
import type { FieldContent } from '../field-content'
import { fromAttendees } from './attendees'
import type { GoogleEvent } from './event'
import { fromFields } from './fields'
import { KIND_KEY } from './properties'
import { fromRecurrence } from './recurrence'
import { fromSpan, toGoogleSpan } from './times'
import { toCalendarObject } from './to-object'

/** A calendar object in Google's form, complete except for what Google cannot store. */
export interface WrittenObject {
  root: GoogleEvent
  /** Returns an occurrence as an instance, with the fields of its override. */
  occurrence(id: RecurrenceId): GoogleEvent
  /** Ids of the occurrences that have an override. */
  overridden: readonly RecurrenceId[]
  /** Ids of the deleted occurrences. */
  excluded: ReadonlySet<RecurrenceId>
  /** The span that Google stores. */
  span: StorableSpan
  /** The lines that generate occurrences: rules and added dates. */
  rules: string[]
  /** Returns whether the rules and dates of the series generate an occurrence, excluded or not. */
  isGenerated(id: RecurrenceId): boolean
  /** Returns all lines of the recurrence, with these exclusions. */
  recurrenceWith(exclusions: RecurrenceId[]): string[] | null
}

type StorableSpan = ReturnType<typeof toGoogleSpan>

/** Returns a calendar object in Google's form. */
export function fromCalendarObject(object: CalendarObject, calendarZone: Zone): WrittenObject {
  const normal = normalizeContent(object)
  const content = normal.recurrence ? { ...normal, span: inStartZone(normal.span) } : normal
  const excluded = new Set(content.recurrence?.exclusions)
  const span = toGoogleSpan(content.span, calendarZone)
  const fields = fromFields(content)
  const recurrenceWith = (exclusions: RecurrenceId[]) =>
    content.recurrence && fromRecurrence({ ...content.recurrence, exclusions }, span)
  return {
    span,
    recurrenceWith,
    isGenerated: (id) =>
      content.recurrence !== null &&
      hasSlot({ ...content, span, recurrence: { ...content.recurrence, exclusions: [] }, overrides: {} }, id),
    rules: recurrenceWith([]) ?? [],
    overridden: Object.keys(content.overrides).filter((id) => !excluded.has(id)),
    excluded,
    root: {
      ...fields,
      ...fromSpan(content.span, calendarZone),
      extendedProperties: {
        private: {
          ...fields.extendedProperties.private,
          [KIND_KEY]: content.kind === 'reminder' ? 'reminder' : '',
        },
      },
      attendees: fromAttendees(content.attendees),
      recurrence: content.recurrence && fromRecurrence(content.recurrence, span),
    },
    occurrence: (id) =>
      instanceBody({ ...content, span: slotSpan(content, id), ...content.overrides[id] }, calendarZone),
  }
}

/** Returns the body of an instance. Google knows visibility and a hidden guest list of a series only as a whole. */
export function instanceBody(
  occurrence: FieldContent & Pick<CalendarObject, 'span' | 'attendees'>,
  calendarZone: Zone,
): GoogleEvent {
  const { visibility: _, guestsCanSeeOtherGuests: __, ...fields } = fromFields(occurrence)
  return {
    ...fields,
    ...fromSpan(occurrence.span, calendarZone),
    attendees: fromAttendees(occurrence.attendees),
  }
}

/** Returns Google's id of an instance, which is that of the series with the original start. */
export function instanceId(root: string, id: RecurrenceId, span: StorableSpan): string {
  if (span.type === 'all-day') return `${root}_${id.replaceAll('-', '')}`
  const { from } = instantsOf({ ...span, start: id, end: id, endZone: span.startZone }, span.startZone)
  return `${root}_${wallOf(from).replace(/[-:]/g, '')}Z`
}

/** Returns what remains of a calendar object once Google has stored it. */
export function project(object: CalendarObject, calendarZone: Zone): CalendarObject {
  const written = fromCalendarObject(object, calendarZone)
  const instances = written.overridden.map((id) => ({
    ...written.occurrence(id),
    originalStartTime: originalStart(id, written.span),
  }))
  return toCalendarObject({ root: written.root, instances }, calendarZone) ?? normalizeContent(object)
}

/** Returns the `originalStartTime` of an instance. */
export function originalStart(id: RecurrenceId, span: Span): GoogleEvent['originalStartTime'] {
  return span.type === 'timed' ? { dateTime: id, timeZone: span.startZone } : { date: id.slice(0, 10) }
}
