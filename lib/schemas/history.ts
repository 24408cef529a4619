import { z } from 'zod'
import { type FieldChange, HISTORY_FIELDS, type HistoryField } from '@/lib/calendar/history'
import type { Span } from '@/lib/calendar/span'
import { version } from './outputs'
import { recurrenceId } from './span'
import { uuid } from './text'

/**
 * Restores the values that fields had before a change: of all its fields, or of one. `version`: the version of the event
 * that the user saw.
 */
export const restoreEventFields = z
  .object({
    id: uuid,
    version: z.number().int().min(1),
    changeset: uuid,
    field: z.enum([...HISTORY_FIELDS, 'exists']).optional(),
    occurrence: recurrenceId.nullable().optional(),
  })
  .strict()

export const restoreEventFieldsOutput = z.strictObject({ id: uuid, version })

/** The author of a change; the name is null for a deleted account. */
export interface ChangeAuthor {
  id: string
  name: string | null
}

/** Profile fields of groups and calendars. */
export const PROFILE_FIELDS = ['name', 'about', 'image', 'color'] as const

/**
 * A changed field of an event, group or calendar for display: users and calendars by name, or null if the name is
 * unknown or hidden.
 */
export interface DescribedChange extends Omit<FieldChange, 'field'> {
  field: HistoryField | (typeof PROFILE_FIELDS)[number]
  /** For rules and occurrences: the spans needed to describe them. */
  spans?: [from: Span, to: Span]
}

export interface EventChange extends DescribedChange {
  field: HistoryField
  /** Whether the viewer can restore the previous value. */
  back: boolean
}

/** A change of an event. */
export interface HistoryEntry {
  changeset: string
  /** Epoch milliseconds. */
  at: number
  /** Null for a job. */
  by: ChangeAuthor | null
  origin: string
  what: 'added' | 'changed' | 'removed' | 'restored' | 'split'
  /** Whether it undid another change. */
  undo: boolean
  changes: EventChange[]
}

export interface EventHistory {
  id: string
  version: number
  editable: boolean
  entries: HistoryEntry[]
  /** Whether there are earlier entries. */
  more: boolean
}
