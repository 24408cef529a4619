import { z } from 'zod'
import { type FieldChange, HISTORY_FIELDS } from '@/lib/calendar/history'
import type { Span } from '@/lib/calendar/span'
import { day, wall } from './span'
import { uuid } from './text'

/**
 * Puts fields back to what they were before a change: all that it touched, or one. `version` is the event's that the
 * person looked at.
 */
export const putBack = z
  .object({
    id: uuid,
    version: z.number().int().min(1),
    changeset: uuid,
    field: z.enum([...HISTORY_FIELDS, 'there']).optional(),
    occurrence: z.union([day, wall]).nullable().optional(),
  })
  .strict()

/** Who did something; the name is null of who has no account any more. */
export interface Doer {
  id: string
  name: string | null
}

/** A field's change as it is told: people and calendars by name, null where there is no name to tell. */
export interface ToldChange extends FieldChange {
  /** Of a rule and an occurrence: the spans that they are told with. */
  spans?: [from: Span, to: Span]
  /** Whether the reader may put it back, and it is not so already. */
  back: boolean
}

/** Something done to an event. */
export interface HistoryEntry {
  changeset: string
  /** Epoch milliseconds. */
  at: number
  /** null: work of our own. */
  by: Doer | null
  origin: string
  what: 'added' | 'changed' | 'removed' | 'restored' | 'split'
  /** Whether it took something else back. */
  undo: boolean
  changes: ToldChange[]
}

export interface EventHistory {
  id: string
  version: number
  editable: boolean
  entries: HistoryEntry[]
  /** Whether there was more before. */
  more: boolean
}
