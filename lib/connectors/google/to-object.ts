import { toSparseOverride } from '@/lib/calendar/edits/override'
import { type CalendarObject, type ObjectOverride, spanForKind } from '@/lib/calendar/event'
import { DEFAULT_GUEST_OPTIONS } from '@/lib/calendar/event-fields'
import { isEqual } from '@/lib/calendar/is-equal'
import type { RecurrenceId } from '@/lib/calendar/series/recurrence'
import { slotSpan } from '@/lib/calendar/series/series'
import { hasSlot, normalizeContent } from '@/lib/calendar/server/incoming/normalize'
import { inStartZone, type Span } from '@/lib/calendar/span'
import type { Zone } from '@/lib/calendar/zones/zone'
import { toAttendees } from './attendees'
import type { GoogleEvent, GoogleObject } from './event'
import { toFields } from './fields'
import { KIND_KEY } from './properties'
import { toRecurrence } from './recurrence'
import { isSameTime, toRecurrenceId, toSpan } from './times'

/**
 * Returns a Google event with its instances as a calendar object; null if it has no readable start. Instances and
 * exclusions that the series does not have, as Google leaves behind when a series is shortened, are ignored.
 */
export function toCalendarObject(
  { root, instances }: GoogleObject,
  calendarZone: Zone,
): CalendarObject | null {
  const found = toSpan(root, calendarZone)
  if (!found) return null
  const span = root.recurrence?.length ? inStartZone(found) : found
  const attendees = toAttendees(root.attendees)
  const series: CalendarObject = {
    ...DEFAULT_GUEST_OPTIONS,
    ...toFields(root),
    ...{ span, attendees, overrides: {} },
    kind: toKind(root, span, attendees.length > 0),
    recurrence: root.recurrence?.length ? toRecurrence(root.recurrence, span, calendarZone) : null,
  }
  if (!series.recurrence) return normalizeContent(series)
  const plain = { ...series, recurrence: { ...series.recurrence, exclusions: [] } }
  const isGenerated = (id: RecurrenceId) => hasSlot(plain, id)
  const exclusions = new Set(series.recurrence.exclusions.filter(isGenerated))
  const overrides: Record<RecurrenceId, ObjectOverride> = {}
  for (const instance of instances) {
    const id = toRecurrenceId(instance.originalStartTime, span)
    if (!id || !isGenerated(id)) continue
    if (instance.status === 'cancelled') exclusions.add(id)
    else {
      exclusions.delete(id)
      overrides[id] = toOverride(series, id, instance, calendarZone)
    }
  }
  const recurrence = { ...series.recurrence, exclusions: [...exclusions].sort() }
  return normalizeContent({ ...series, recurrence, overrides })
}

function toOverride(
  series: CalendarObject,
  id: RecurrenceId,
  instance: GoogleEvent,
  calendarZone: Zone,
): ObjectOverride {
  const { visibility: _, guestListHidden: __, ...fields } = toFields(instance)
  const own = toSpan(instance, calendarZone)
  const span = own && spanForKind(series.kind, own)
  const override: ObjectOverride = {
    ...fields,
    attendees: toAttendees(instance.attendees),
    ...(span && !isSameTime(span, slotSpan(series, id)) && { span }),
  }
  return (toSparseOverride({ ...series, calendarId: '' }, id, override) ?? {}) as ObjectOverride
}

/** A reminder that got a duration at Google is an event. */
function toKind(
  { extendedProperties }: GoogleEvent,
  span: Span,
  hasAttendees: boolean,
): CalendarObject['kind'] {
  const isReminder = extendedProperties?.private?.[KIND_KEY] === 'reminder'
  if (isReminder && isEqual(spanForKind('reminder', span), span)) return 'reminder'
  return hasAttendees ? 'meeting' : 'event'
}
