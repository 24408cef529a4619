import { wallOf } from '@/lib/calendar/day'
import type { EventContent } from '@/lib/calendar/event'
import { isEqual } from '@/lib/calendar/merge'
import type { Override } from '@/lib/calendar/series/recurrence'
import { instantsOf, type Span } from '@/lib/calendar/span'
import { wallAt } from '@/lib/calendar/zones/zone'
import type { ComponentFields } from '../ical/fields'

/** The fields that a component states for an instance, apart from STATUS and its times. */
export const INSTANCE_FIELDS = [
  'title',
  'description',
  'location',
  'color',
  'visibility',
  'busy',
  'done',
  'attendees',
  'unknown',
] as const

/**
 * Returns what a component states for an instance that differs from its series.
 *
 * @param span null where the component has no DTSTART
 * @param slot where the series puts the instance
 */
export function patchOf(
  content: Omit<EventContent, 'calendarId'>,
  { fields, bare }: { fields: ComponentFields; bare: boolean },
  span: Span | null,
  slot: Span,
): Override {
  const patch: Record<string, unknown> = {}
  if (fields.status !== content.status) patch.status = fields.status
  // A cancellation that says nothing else leaves the other fields as they are.
  if (!(bare && fields.status === 'cancelled')) {
    for (const field of INSTANCE_FIELDS) {
      if (!isEqual(fields[field], content[field])) patch[field] = fields[field]
    }
  }
  if (span && !isSameTime(span, slot)) patch.span = span
  return patch as Override
}

/** Whether two spans are the same times, also where one is written in UTC. */
export function isSameTime(span: Span, slot: Span): boolean {
  return isEqual(span, slot) || isEqual(onClockOf(slot, span), slot)
}

/** Returns a span that is written in UTC, as by programs that know no zones, on the clock of its series. */
export function onClockOf(series: Span, span: Span): Span {
  if (series.type !== 'timed' || span.type !== 'timed') return span
  if (span.startZone !== 'UTC' || span.endZone !== 'UTC') return span
  const { from, to } = instantsOf(span, 'UTC')
  const { startZone, endZone } = series
  return { ...series, start: wallOf(wallAt(from, startZone)), end: wallOf(wallAt(to, endZone)) }
}
