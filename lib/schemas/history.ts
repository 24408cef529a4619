import { z } from 'zod'
import { type FieldChange, HISTORY_FIELDS, type HistoryField } from '@/lib/calendar/history'
import type { Span } from '@/lib/calendar/span'
import { day, wall } from './span'
import { uuid } from './text'

/**
 * Puts fields back to what they were before a change: all that it touched, or one. `version` is the event's that the
 * person looked at.
 */
export const restoreEventFields = z
  .object({
    id: uuid,
    version: z.number().int().min(1),
    changeset: uuid,
    field: z.enum([...HISTORY_FIELDS, 'there']).optional(),
    occurrence: z.union([day, wall]).nullable().optional(),
  })
  .strict()

/** Who did something; the name is null of who has no account any more. */
export interface ChangeAuthor {
  id: string
  name: string | null
}

/** What groups and calendars say of themselves. */
export const PROFILE_FIELDS = ['name', 'about', 'image', 'color'] as const

/**
 * A field's change as it is told, of an event, a group or a calendar: people and calendars by name, null where there is no
 * name to tell.
 */
export interface DescribedChange extends Omit<FieldChange, 'field'> {
  field: HistoryField | (typeof PROFILE_FIELDS)[number]
  /** Of a rule and an occurrence: the spans that they are told with. */
  spans?: [from: Span, to: Span]
}

export interface EventChange extends DescribedChange {
  field: HistoryField
  /** Whether the reader may put it back, and it is not so already. */
  back: boolean
}

/** Something done to an event. */
export interface HistoryEntry {
  changeset: string
  /** Epoch milliseconds. */
  at: number
  /** null: work of our own. */
  by: ChangeAuthor | null
  origin: string
  what: 'added' | 'changed' | 'removed' | 'restored' | 'split'
  /** Whether it took something else back. */
  undo: boolean
  changes: EventChange[]
}

export interface EventHistory {
  id: string
  version: number
  editable: boolean
  entries: HistoryEntry[]
  /** Whether there was more before. */
  more: boolean
}
