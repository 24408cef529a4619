import { slotSpan } from '@/lib/calendar/series/series'
import { hasSlot } from '@/lib/calendar/server/incoming/normalize'
import type { Zone } from '@/lib/calendar/zones/zone'
import type { GoogleEvent, GoogleObject } from './event'
import { toAttendees, toFields } from './fields'
import { instanceBody, instanceId, originalStart } from './from-object'
import { toRecurrenceId, toSpan } from './times'
import { toCalendarObject } from './to-object'
import type { GoogleWrite } from './writes'

/** Applies writes to an event as Google does: a patch merges objects and replaces lists; null removes a field. */
export function applyWrites(
  object: GoogleObject | null,
  writes: readonly GoogleWrite[],
  calendarZone: Zone,
): GoogleObject {
  let current = object
  for (const write of writes) current = applyWrite(current, write, calendarZone)
  return current!
}

function applyWrite(object: GoogleObject | null, write: GoogleWrite, calendarZone: Zone): GoogleObject {
  if (write.method === 'insert') return { root: write.body, instances: [] }
  const { root, instances } = object!
  if (write.method === 'delete')
    return {
      root,
      instances: instances.map((event) =>
        event.id === write.id ? { ...event, status: 'cancelled' } : event,
      ),
    }
  if (write.id === root.id) {
    const patched = merge(root, write.body) as GoogleEvent
    const span = toSpan(patched, calendarZone)!
    const series = toCalendarObject({ root: { ...patched }, instances: [] }, calendarZone)!
    return {
      root: patched,
      instances: instances.filter(({ originalStartTime, id }) => {
        const at = toRecurrenceId(originalStartTime, span)
        return (
          at && series.recurrence && hasSlot(series, at) && instanceId(root.id!, at, span as never) === id
        )
      }),
    }
  }
  const known = instances.find(({ id }) => id === write.id) ?? plainInstance(root, write.id, calendarZone)
  const next = merge(known, write.body) as GoogleEvent
  return { root, instances: [...instances.filter(({ id }) => id !== write.id), next] }
}

/** Returns an instance of a series without fields of its own. */
function plainInstance(root: GoogleEvent, id: string, calendarZone: Zone): GoogleEvent {
  const series = toCalendarObject({ root, instances: [] }, calendarZone)!
  const stamp = id.slice(root.id!.length + 1)
  const day = `${stamp.slice(0, 4)}-${stamp.slice(4, 6)}-${stamp.slice(6, 8)}`
  const time = `${stamp.slice(9, 11)}:${stamp.slice(11, 13)}:${stamp.slice(13, 15)}`
  const original = stamp.length === 8 ? { date: day } : { dateTime: `${day}T${time}Z` }
  const at = toRecurrenceId(original, series.span)!
  const occurrence = { ...toFields(root), span: slotSpan(series, at), attendees: toAttendees(root.attendees) }
  return {
    ...instanceBody(occurrence, calendarZone),
    ...{ id, recurringEventId: root.id!, originalStartTime: originalStart(at, series.span)! },
  }
}

function merge(value: unknown, patch: unknown): unknown {
  if (!isObject(patch)) return patch
  const merged: Record<string, unknown> = { ...(isObject(value) ? value : {}) }
  for (const [key, part] of Object.entries(patch)) {
    if (part === null) delete merged[key]
    else merged[key] = merge(merged[key], part)
  }
  return merged
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
