import { tupleTimes } from '@/lib/calendar/optimistic-event'
import type { Span } from '@/lib/calendar/span'
import { FLAG, type Tuple } from '@/lib/calendar/tuple'

/** Returns a tuple with the title, color and completion of a patch. */
export function withTexts(tuple: Tuple, patch: Record<string, unknown>): Tuple {
  const { title, color, done } = patch as { title?: string; color?: string | null; done?: boolean }
  const changed: Tuple = [...tuple]
  if (title !== undefined) changed[5] = title
  if (color !== undefined) changed[6] = color ?? 0
  if (done !== undefined) changed[2] = withBit(tuple[2], FLAG.done, done)
  return changed
}

/** Returns a tuple with another span, and the recurrence id that it then has. */
export function withTimes(tuple: Tuple, span: Span, occurrence = tuple[7]): Tuple {
  const changed: Tuple = [...tuple]
  const allDay = withBit(tuple[2], FLAG.allDay, span.type === 'all-day')
  changed[2] = withBit(allDay, FLAG.floating, span.type === 'floating')
  ;[changed[3], changed[4]] = tupleTimes(span)
  changed[7] = occurrence
  return changed
}

/** Returns a tuple with the viewer's answer to an invitation. */
export function withAnswer(tuple: Tuple, status: string): Tuple {
  const changed: Tuple = [...tuple]
  const others = tuple[2] & ~(FLAG.unanswered | FLAG.maybe | FLAG.declined)
  if (status === 'tentative') changed[2] = others | FLAG.maybe
  else changed[2] = status === 'declined' ? others | FLAG.declined : others
  return changed
}

function withBit(flags: number, bit: number, isSet: boolean): number {
  return isSet ? flags | bit : flags & ~bit
}
