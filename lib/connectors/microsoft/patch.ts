import type { OccurrenceAlarms } from '@/lib/calendar/alarms/own-alarms'
import type { CalendarObject } from '@/lib/calendar/event'
import { isEqual } from '@/lib/calendar/is-equal'
import type { Zone } from '@/lib/calendar/zones/zone'
import type { FieldContent } from '../field-content'
import { fromAlarms } from './alarms'
import { type AttendeesContext, fromAttendees, toAttendees } from './attendees'
import { type Categories, fromColor } from './colors'
import { toBody } from './description'
import type { GraphEvent, KnownEvent, OwnFields } from './event'
import { fromConference, fromStatus, toFields } from './fields'
import { withoutUndefined } from './own-fields'
import { fromSpan } from './times'

/** Further inputs of a patch, besides the event and its new content. */
export interface PatchContext extends AttendeesContext {
  calendarZone: Zone
  categories: Categories
  /** The reminders of the account; undefined if they stay. */
  alarms?: readonly number[] | null | undefined
  /** Reminders of single occurrences that differ from those of the series; undefined if they stay. */
  occurrenceAlarms?: OccurrenceAlarms | undefined
}

/** The fields of Graph, and Kinday's own ones, that change. Undefined own fields are removed. */
export interface Patch {
  body: GraphEvent
  own: { [Field in keyof OwnFields]?: OwnFields[Field] | undefined }
}

/** The fields of an event or occurrence besides its times and recurrence. */
export type PatchedContent = FieldContent & Pick<CalendarObject, 'attendees'>

/**
 * Returns the patch that gives an event the fields of content. Only fields that differ are in it, so that everything else in
 * Graph stays, such as the HTML of a description.
 * @param raw the event as Graph has it; for an occurrence without fields of its own, its series; null to create it
 */
export function fieldsPatch(raw: KnownEvent | null, next: PatchedContent, context: PatchContext): Patch {
  const known = raw ?? {}
  const before = raw && toFields(raw)
  const isChanged = (...fields: (keyof FieldContent)[]) =>
    fields.some((field) => !before || !isEqual(before[field], next[field]))
  const body: GraphEvent = {}
  const own: Patch['own'] = {}
  if (isChanged('title')) body.subject = next.title
  if (isChanged('description')) Object.assign(body, toBody(next.description, known))
  if (isChanged('location')) body.location = { displayName: next.location }
  if (isChanged('url')) own.url = next.url || undefined
  if (isChanged('done')) own.done = next.done || undefined
  if (isChanged('visibility')) body.sensitivity = next.visibility === 'private' ? 'private' : 'normal'
  if (isChanged('guestListHidden')) body.hideAttendees = next.guestListHidden
  if (isChanged('unknown')) own.conference = fromConference(next.unknown)
  if (isChanged('status', 'busy')) {
    const { showAs, status } = fromStatus(next)
    body.showAs = showAs
    own.status = status
  }
  if (isChanged('color')) {
    const { categories, color } = fromColor(next.color, known, context.categories)
    if (!isEqual(categories, known.categories ?? [])) body.categories = categories
    own.color = color
  }
  const answers = answersOf(next.attendees)
  if (!isEqual(answersOf(toAttendees(known, context.owner)), answers)) {
    const { body: attendees, people } = fromAttendees(known, next.attendees, context)
    Object.assign(body, attendees)
    own.people = people
  }
  return { body, own }
}

/** Returns the patch that sets the reminders of an event. */
export function alarmsPatch(raw: KnownEvent | null, { alarms }: PatchContext): Patch {
  const changed = fromAlarms(raw, alarms)
  return changed ? { body: changed.body, own: { alarms: changed.alarms } } : { body: {}, own: {} }
}

/** Returns a patch that sets the times of an event. @param isSeries whether it is one, and not a single event or occurrence */
export function timesPatch(span: CalendarObject['span'], calendarZone: Zone, isSeries: boolean): Patch {
  const { body, zones } = fromSpan(span, calendarZone, isSeries)
  return { body, own: { zones } }
}

export function joinPatches(...patches: readonly Patch[]): Patch {
  return {
    body: Object.assign({}, ...patches.map(({ body }) => body)),
    own: Object.assign({}, ...patches.map(({ own }) => own)),
  }
}

/** Returns the own fields of an event after a patch; undefined if it changes none. */
export function patchedOwn(known: OwnFields | undefined, { own }: Patch): OwnFields | undefined {
  const after = withoutUndefined({ ...known, ...own } as OwnFields)
  return isEqual(after, known ?? {}) ? undefined : after
}

/** Returns an event as Graph has it after a patch. */
export function patchedEvent(known: KnownEvent, patch: Patch): KnownEvent {
  const own = patchedOwn(known.own, patch)
  const { start, end } = patch.body
  const zones = start && end && { originalStartTimeZone: start.timeZone!, originalEndTimeZone: end.timeZone! }
  return { ...known, ...patch.body, ...zones, ...(own && { own }) }
}

/** Outlook shows people by the names of their accounts, so names are written but not compared. */
function answersOf(attendees: CalendarObject['attendees']): string[] {
  return attendees.map(({ email, name, status }) => `${email ?? `name:${name}`} ${status}`).sort()
}
