import { DAY, dayOf } from '@/lib/calendar/day'
import type { CalendarObject } from '@/lib/calendar/event'
import { isEqual } from '@/lib/calendar/is-equal'
import { type RecurrenceId, wallOfId } from '@/lib/calendar/series/recurrence'
import { slotSpan } from '@/lib/calendar/series/series'
import { hasSlot, normalizeContent } from '@/lib/calendar/server/incoming/normalize'
import { inStartZone } from '@/lib/calendar/span'
import type { Zone } from '@/lib/calendar/zones/zone'
import { alarmsOfOccurrence } from './alarms'
import type { KnownEvent } from './event'
import { withStorableMoves } from './moves'
import {
  alarmsPatch,
  fieldsPatch,
  joinPatches,
  type Patch,
  type PatchContext,
  patchedEvent,
  timesPatch,
} from './patch'
import { fromRecurrence } from './recurrence'
import { type MicrosoftState, withInherited } from './state'
import { canStoreZone, isSameTime, toSpan } from './times'
import { toCalendarObject } from './to-object'

/** Years in which occurrences of a series are read and written one by one, after the present or its start. */
const HORIZON_YEARS = 5

/** Returns the first day, in the zone of a series, whose occurrences are not read one by one. */
export function horizonOf(start: string, now = Date.now()): string {
  const from = Math.max(now / DAY, wallOfId(start.slice(0, 10)) / DAY)
  return dayOf(Math.floor(from) + HORIZON_YEARS * 365)
}

/** Returns a calendar object as Graph can store it; null if Graph cannot store its recurrence. */
export function project(object: CalendarObject, calendarZone: Zone): CalendarObject | null {
  const content = withStorableMoves(withinHorizon(inOneZone(normalizeContent(object))))
  if (!canStoreZone(content)) return null
  const context = { calendarZone, categories: new Map(), owner: null, notifies: false }
  const created = newRoot(content, context)
  if (!created) return null
  const root = patchedEvent({}, created)
  // A start that the clock skips is moved, with the ids of all occurrences.
  const time = toSpan(root, calendarZone)!.start.slice(10)
  const moved = (id: RecurrenceId) => `${id.slice(0, 10)}${time}`
  const deleted = (content.recurrence?.exclusions ?? []).map(moved)
  const state: MicrosoftState = { root, exceptions: {}, deleted, owner: null }
  for (const id of Object.keys(content.overrides)) {
    const plain = patchedEvent(root, timesPatch(slotSpan(content, id), calendarZone, false))
    state.exceptions[moved(id)] = patchedEvent(plain, occurrencePatch(root, undefined, content, id, context))
  }
  return toCalendarObject(state, calendarZone)
}

/** Returns the fields of a new event; null if Graph cannot store its recurrence. */
export function newRoot(content: CalendarObject, context: PatchContext): Patch | null {
  const times = seriesTimes(content, context.calendarZone)
  if (!times) return null
  const kind = content.kind === 'reminder' ? content.kind : undefined
  return joinPatches(fieldsPatch(null, content, context), times, { body: {}, own: { kind } })
}

/**
 * Returns the patch of an event or series that makes it equal to content, occurrences aside; null if Graph cannot store its
 * recurrence. Outlook cannot restore a deleted occurrence, but forgets all exceptions when the times of a series are
 * written: then they are written again.
 * @param target the content as Graph stores it
 */
export function rootPatch(
  state: MicrosoftState,
  target: CalendarObject,
  context: PatchContext,
): Patch | null {
  const { root, deleted } = state
  const known = toCalendarObject(state, context.calendarZone)
  const isRestored = deleted.some((id) => hasSlot(target, id) && !target.recurrence?.exclusions.includes(id))
  const isSame =
    known &&
    isEqual(known.span, target.span) &&
    isEqual(known.recurrence?.rules, target.recurrence?.rules) &&
    !(target.recurrence && isRestored)
  const times = isSame ? { body: {}, own: {} } : seriesTimes(target, context.calendarZone)
  const kind = target.kind === 'reminder' ? target.kind : undefined
  return times && joinPatches(fieldsPatch(root, target, context), times, { body: {}, own: { kind } })
}

/** Returns the patch of an occurrence. @param exception the occurrence as Graph has it, if it differs from its series */
export function occurrencePatch(
  root: KnownEvent,
  exception: KnownEvent | undefined,
  target: CalendarObject,
  id: RecurrenceId,
  context: PatchContext,
): Patch {
  const slot = slotSpan(target, id)
  const occurrence = { ...target, span: slot, ...target.overrides[id] }
  const raw = exception ? withInherited(exception, root) : root
  const fields = fieldsPatch(raw, occurrence, context)
  // In Kinday, these two fields apply to whole series.
  const { sensitivity: _, hideAttendees: __, ...body } = fields.body
  const span = exception ? toSpan(raw, context.calendarZone) : slot
  const isSame = span && isSameTime(span, occurrence.span)
  const times = isSame ? [] : [timesPatch(occurrence.span, context.calendarZone, false)]
  const alarms = alarmsOfOccurrence(root, exception, context.occurrenceAlarms, id)
  return joinPatches({ ...fields, body }, ...times, alarmsPatch(raw, { ...context, alarms }))
}

function seriesTimes({ span, recurrence }: CalendarObject, calendarZone: Zone): Patch | null {
  const times = timesPatch(span, calendarZone, recurrence !== null)
  if (!recurrence) return { ...times, body: { ...times.body, recurrence: null } }
  const written = fromRecurrence(recurrence, span, times.body.start!.timeZone!)
  return written && { ...times, body: { ...times.body, recurrence: written } }
}

function inOneZone(content: CalendarObject): CalendarObject {
  return content.recurrence ? { ...content, span: inStartZone(content.span) } : content
}

/** Returns content without changes of occurrences that are not read, nor exclusions of those that do not exist. */
export function withinHorizon(content: CalendarObject): CalendarObject {
  const { recurrence, overrides, span } = content
  if (!recurrence) return content
  const horizon = horizonOf(span.start)
  const exclusions = recurrence.exclusions.filter((id) => id < horizon && hasSlot(content, id))
  const kept = Object.entries(overrides).filter(([id]) => id < horizon && !exclusions.includes(id))
  return { ...content, recurrence: { ...recurrence, exclusions }, overrides: Object.fromEntries(kept) }
}
