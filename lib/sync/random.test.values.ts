import { isEqual } from '@/lib/calendar/is-equal'
import type { Content } from '@/lib/calendar/server/incoming/normalize'
import { instantsOf, type Span } from '@/lib/calendar/span'

/** The fields whose values the random test checks. Other edits only say that a side has changed the event. */
export const CHECKED = ['title', 'location', 'span'] as const

export type Field = (typeof CHECKED)[number]

/** Values of checked fields. */
export type CheckedFields = Partial<Pick<Content, Field>>

/** Compares two values. Spans are equal at the same time: the end of a series has the zone of its start at a provider. */
export function isSame(field: Field, a: unknown, b: unknown): boolean {
  if (field !== 'span' || !a || !b) return isEqual(a, b)
  const [one, other] = [a, b] as [Span, Span]
  if (one.type !== 'timed' || other.type !== 'timed') return isEqual(one, other)
  return one.startZone === other.startZone && isEqual(instantsOf(one, 'UTC'), instantsOf(other, 'UTC'))
}

/** Returns the value of a field in a conflict. */
export function valueIn(field: Field, shown: unknown): unknown {
  return field === 'span' ? (shown as { span?: Span } | null)?.span : shown
}

/** Returns a value as text for messages. */
export const json = (value: unknown): string => JSON.stringify(value)
