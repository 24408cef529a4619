import type { EventConflict } from '@/lib/schemas/events'
import type { OutboxInput } from './outbox-entry'

/**
 * Returns the input of an edit after the user has chosen between both values of each conflicting field: based on the
 * version that the server has now. Null if nothing is left to save. `mine`: fields that keep the user's value.
 */
export function resolvedInput(
  input: OutboxInput,
  { id, version, occurrence, fields }: EventConflict,
  mine: ReadonlySet<string>,
): OutboxInput | null {
  const kept = Object.entries(input.patch ?? {}).filter(([field]) => !(field in fields) || mine.has(field))
  if (!kept.length) return null
  const { scope } = (input.occurrence ?? {}) as { scope?: string }
  const { occurrence: _, ...rest } = input
  return {
    ...{ ...rest, id, version, patch: Object.fromEntries(kept) },
    ...(occurrence && { occurrence: { id: occurrence, scope: scope ?? 'this' } }),
  }
}
