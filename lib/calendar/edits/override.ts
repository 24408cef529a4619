import type { EventContent } from '../event'
import { isEqual } from '../merge'
import type { Participant } from '../participant'
import type { Override, Overrides, RecurrenceId } from '../series/recurrence'
import { slotSpan } from '../series/series'

/** Returns an override with only the fields that differ from the series; undefined if there are none. */
export function toSparseOverride(
  content: EventContent,
  id: RecurrenceId,
  override: Override,
): Override | undefined {
  const plain = { ...content, span: slotSpan(content, id) } as Record<string, unknown>
  const own = Object.entries(override).filter(
    ([field, value]) => field === 'unknown' || !isEqual(plain[field], value),
  )
  return own.length ? Object.fromEntries(own) : undefined
}

/** Returns the defined overrides in the order of their ids, so that equal sets have equal JSON. */
export function sortOverrides<P extends Participant>(
  overrides: readonly (readonly [RecurrenceId, Override<P> | undefined])[],
): Overrides<P> {
  const kept = overrides.filter((entry): entry is [RecurrenceId, Override<P>] => entry[1] !== undefined)
  return Object.fromEntries(kept.sort(([a], [b]) => (a < b ? -1 : 1)))
}
