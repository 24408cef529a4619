import type { EventContent } from '../event'
import { isEqual } from '../merge'
import type { Override, Overrides, RecurrenceId } from '../series/recurrence'
import { slotSpan } from '../series/series'

/** An override with only those fields that differ from the series'; undefined when none does. */
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

/** Overrides in the order of their ids, so that the same ones are the same. Those that are undefined are left out. */
export function sortOverrides(
  overrides: readonly (readonly [RecurrenceId, Override | undefined])[],
): Overrides {
  const kept = overrides.filter((entry): entry is [RecurrenceId, Override] => entry[1] !== undefined)
  return Object.fromEntries(kept.sort(([a], [b]) => (a < b ? -1 : 1)))
}
