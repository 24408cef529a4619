import type { EventContent } from '../event'
import type { RecurrenceId } from '../series/recurrence'

/** How far an edit of one occurrence goes. */
export type Scope = 'this' | 'following' | 'all'

/** An event as a person edits it: of a series one occurrence, with the rules it repeats by. */
export type EditableEvent = Omit<EventContent, 'recurrence' | 'overrides' | 'unknown'> & { rules: string[] }

/** What an edit makes of a series. */
export interface EditPlan {
  /** The event as it is then; null: nothing is left of it. */
  event: EventContent | null
  /** What "this and following" makes of the rest: an event of its own. */
  split: EventContent | null
  /** Where an instance is found then, and in which of the two; undefined when it is gone. */
  follow(id: RecurrenceId): { id: RecurrenceId; split: boolean } | undefined
  /** Exceptions (changed or deleted occurrences) that the edit reaches, and that still fit or do not. */
  kept: number
  dropped: number
}

/** Why an edit cannot be made. */
export class ScopeError extends Error {
  constructor(
    readonly field: string,
    readonly code: 'not_movable' | 'too_many_exceptions' | 'whole_series',
  ) {
    super(`${field}: ${code}`)
  }
}

/** An instance that stays where it is. */
export function keepId(id: RecurrenceId): { id: RecurrenceId; split: boolean } {
  return { id, split: false }
}
