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
import type { KnownEvent } from './event'
import { toFields } from './fields'
import { toRecurrence } from './recurrence'
import { type MicrosoftState, withInherited } from './state'
import { isSameTime, toSpan } from './times'

/** Returns an event with its exceptions as a calendar object; null if it has no readable time or recurrence. */
export function toCalendarObject(state: MicrosoftState, calendarZone: Zone): CalendarObject | null {
  const { root, owner } = state
  const found = toSpan(root, calendarZone)
  if (!found) return null
  const span = root.recurrence ? inStartZone(found) : found
  const recurrence = root.recurrence ? toRecurrence(root.recurrence, span) : null
  if (root.recurrence && !recurrence) return null
  const attendees = toAttendees(root, owner)
  const kind = kindOf(root, span, attendees.length > 0)
  const series: CalendarObject = {
    ...{ ...DEFAULT_GUEST_OPTIONS, ...toFields(root), kind, attendees, overrides: {} },
    ...{ span: spanForKind(kind, span), recurrence },
  }
  if (!recurrence) return normalizeContent(series)
  const isGenerated = (id: RecurrenceId) => hasSlot(series, id)
  const overrides = Object.entries(state.exceptions)
    .filter(([id]) => isGenerated(id))
    .map(([id, exception]) => [
      id,
      toOverride(series, id, withInherited(exception, root), state, calendarZone),
    ])
  const exclusions = state.deleted.filter(isGenerated).sort()
  return normalizeContent({
    ...series,
    ...{ recurrence: { ...recurrence, exclusions }, overrides: Object.fromEntries(overrides) },
  })
}

function toOverride(
  series: CalendarObject,
  id: RecurrenceId,
  exception: KnownEvent,
  { owner }: MicrosoftState,
  calendarZone: Zone,
): ObjectOverride {
  const { visibility: _, guestListHidden: __, ...fields } = toFields(exception)
  const own = toSpan(exception, calendarZone)
  const span = own && spanForKind(series.kind, own)
  const override: ObjectOverride = {
    ...fields,
    attendees: toAttendees(exception, owner),
    ...(span && !isSameTime(span, slotSpan(series, id)) && { span }),
  }
  return (toSparseOverride({ ...series, calendarId: '' }, id, override) ?? {}) as ObjectOverride
}

/** A reminder that got a duration in Outlook is an event. */
function kindOf({ own }: KnownEvent, span: Span, hasAttendees: boolean): CalendarObject['kind'] {
  if (own?.kind === 'reminder' && isEqual(spanForKind('reminder', span), span)) return 'reminder'
  return hasAttendees ? 'meeting' : 'event'
}
