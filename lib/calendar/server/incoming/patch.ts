import { wallOf } from '@/lib/calendar/day'
import type { CalendarObject, ObjectOverride } from '@/lib/calendar/event'
import { TEXT_FIELD_NAMES } from '@/lib/calendar/event-fields'
import { isEqual } from '@/lib/calendar/is-equal'
import { instantsOf, type Span } from '@/lib/calendar/span'
import { wallAt } from '@/lib/calendar/zones/wall-time'
import type { ComponentFields } from '../ical/fields'

/** The fields of an instance apart from STATUS and its times. */
export const INSTANCE_FIELDS = [
  ...TEXT_FIELD_NAMES,
  'color',
  'visibility',
  'busy',
  'done',
  'attendees',
  'unknown',
] as const

/**
 * Returns the override of a component: its fields that differ from the series.
 *
 * @param span null if the component has no DTSTART
 * @param slot the span of the instance without override
 */
export function overrideOf(
  content: CalendarObject,
  { fields, isBare }: { fields: ComponentFields; isBare: boolean },
  span: Span | null,
  slot: Span,
): ObjectOverride {
  const patch: Record<string, unknown> = {}
  if (fields.status !== content.status) patch.status = fields.status
  // A cancellation without other content leaves the other fields unchanged.
  if (!(isBare && fields.status === 'cancelled')) {
    for (const field of INSTANCE_FIELDS) {
      if (!isEqual(fields[field], content[field])) patch[field] = fields[field]
    }
  }
  if (span && !isEquivalentSpan(span, slot)) patch.span = span
  return patch as ObjectOverride
}

/** Returns whether two spans are equal, or equal after the first is converted from UTC to the zone of the second. */
export function isEquivalentSpan(span: Span, slot: Span): boolean {
  return isEqual(span, slot) || isEqual(toZoneOf(slot, span), slot)
}

/** Converts a UTC span, as written by programs without zones, to the zone of its series. */
export function toZoneOf(series: Span, span: Span): Span {
  if (series.type !== 'timed' || span.type !== 'timed') return span
  if (span.startZone !== 'UTC' || span.endZone !== 'UTC') return span
  const { from, to } = instantsOf(span, 'UTC')
  const { startZone, endZone } = series
  return { ...series, start: wallOf(wallAt(from, startZone)), end: wallOf(wallAt(to, endZone)) }
}
