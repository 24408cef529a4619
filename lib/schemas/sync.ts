import { z } from 'zod'
import { count } from './outputs'
import { uuid } from './text'

/**
 * A part of the changes of a remote calendar. The objects are not in the input: the connector and lib/sync check them.
 */
export const applyRemoteChanges = z.strictObject({
  binding: uuid,
  calendar: uuid,
  /** The calendar in which new events are shown, too. */
  placedIn: uuid.nullable(),
  run: uuid,
  /** Whether the run reads everything, so that objects it does not find were deleted. */
  isWhole: z.boolean(),
  /** The position from which the run has started. Nothing is applied if another run has moved it. */
  from: z.string().nullable(),
  /** The new position; null for all parts but the last. */
  to: z.string().nullable().default(null),
})

export const applyRemoteChangesOutput = z.strictObject({
  added: count,
  changed: count,
  deleted: count,
  skipped: count,
  conflicts: count,
})

export type AppliedCounts = z.output<typeof applyRemoteChangesOutput>
