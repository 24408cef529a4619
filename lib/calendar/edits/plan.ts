import type { EventContent } from '../event'
import type { RecurrenceId } from '../series/recurrence'
import type { Span } from '../span'

/** The occurrences that an edit of one occurrence applies to. */
export type Scope = 'this' | 'following' | 'all'

/** An event, or one occurrence of a series with its rules, as edited in a form. */
export type EditableEvent = Omit<EventContent, 'recurrence' | 'overrides' | 'unknown'> & { rules: string[] }

/** The result of an edit of an event or series. */
export interface EditPlan {
  /** The changed event; null if it is deleted. */
  event: EventContent | null
  /** The new event that "this and following" splits off. */
  split: EventContent | null
  /** Set with `split`: the time of the first split occurrence before the edit. */
  cut?: Span
  /** Returns the new id of an instance, and whether it is in the split event; undefined if it no longer exists. */
  follow(id: RecurrenceId): { id: RecurrenceId; split: boolean } | undefined
  /** Number of affected exceptions (overrides and exclusions) that are kept, and that no longer fit. */
  kept: number
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

/** Returns an unchanged id in the series itself, for {@link EditPlan.follow}. */
export function keepId(id: RecurrenceId): { id: RecurrenceId; split: boolean } {
  return { id, split: false }
}
