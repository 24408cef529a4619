import type { RecurrenceId } from '../series/recurrence'

/** The alarms that a user has set for single occurrences, in minutes before the start. */
export type OccurrenceAlarms = Record<RecurrenceId, number[]>

/** A user's own alarms of an event, in minutes before the start, as other providers store them. */
export interface OwnAlarms {
  /** Of the event, or of the series as a whole. Null: the defaults. */
  alarms: number[] | null
  /** Null: the provider has no alarms of single occurrences. */
  occurrenceAlarms: OccurrenceAlarms | null
}
