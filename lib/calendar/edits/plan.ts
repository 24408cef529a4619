import type { EventContent } from '../event'
import type { RecurrenceId } from '../series/recurrence'
import type { Span } from '../span'

/** The occurrences that an edit of one occurrence applies to. */
export type EditScope = 'this' | 'following' | 'all'

/** An event, or one occurrence of a series with its rules, as edited in a form. */
export type EditableEvent = Omit<EventContent, 'recurrence' | 'overrides' | 'unknown'> & { rules: string[] }

/** The result of an edit of an event or series. */
export interface EditPlan {
  /** The changed event; null if it is deleted. */
  event: EventContent | null
  /** The new event that "this and following" splits off. */
  split: EventContent | null
  /** Set with `split`: the time that the first occurrence of the new event had before the edit. */
  cut?: Span
  /** Returns the new id of an instance, and whether it is in the split event; undefined if it no longer exists. */
  follow(id: RecurrenceId): { id: RecurrenceId; split: boolean } | undefined
  /** Number of affected exceptions (overrides and exclusions) that are kept. */
  kept: number
  /** Number of affected exceptions that are dropped, because they no longer fit the series. */
  dropped: number
}

/** An edit that is not possible, with the field and reason. */
export class ScopeError extends Error {
  constructor(
    readonly field: string,
    readonly code: 'not_movable' | 'too_many_exceptions' | 'whole_series',
  ) {
    super(`${field}: ${code}`)
  }
}

/** Returns the result of {@link EditPlan.follow} for an instance that stays in the series, under this id. */
export function keepId(id: RecurrenceId): { id: RecurrenceId; split: boolean } {
  return { id, split: false }
}
