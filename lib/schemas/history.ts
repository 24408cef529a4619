import { z } from 'zod'
import { HISTORY_FIELDS } from '@/lib/calendar/history'
import { version } from './outputs'
import { recurrenceId, span } from './span'
import { uuid } from './text'

const historyField = z.enum([...HISTORY_FIELDS, 'exists'])

/**
 * Restores the values that fields had before a change: of all changed fields, or of a single field. `version`: the
 * version of the event that the user saw.
 */
export const restoreEventFields = z
  .object({
    id: uuid,
    version: z.number().int().min(1),
    changeset: uuid,
    field: historyField.optional(),
    occurrence: recurrenceId.nullable().optional(),
  })
  .strict()

export const restoreEventFieldsOutput = z.strictObject({ id: uuid, version })

/**
 * The author of a change; the name is null for a deleted account. `color`: in a group that the viewer and the author
 * are in.
 */
export const changeAuthor = z.strictObject({
  ...{ id: uuid, name: z.string().nullable() },
  color: z.string().optional(),
})

export type ChangeAuthor = z.output<typeof changeAuthor>

/** Fields of an answer to an event. */
export const ANSWER_FIELDS = ['answer', 'partySize', 'comment'] as const

/** Profile fields of groups and calendars. */
export const PROFILE_FIELDS = ['name', 'about', 'image', 'color'] as const

/**
 * A changed field of an event, answer, group or calendar for display: users and calendars by name, or null if the name
 * is unknown or hidden. A comment has only its present text; null if it was deleted.
 */
export const describedChange = z.strictObject({
  occurrence: recurrenceId.nullable(),
  field: z.enum([...historyField.options, ...ANSWER_FIELDS, 'attachment', 'eventComment', ...PROFILE_FIELDS]),
  from: z.unknown(),
  to: z.unknown(),
  /** For rules and occurrences: the spans needed to describe them. */
  spans: z.tuple([span, span]).optional(),
  /**
   * For an answer that another user gave or changed: the attendee, null for a deleted account. For a comment of a guest
   * without an account: the guest's name, null if it is no longer stored.
   */
  person: z.string().nullable().optional(),
})

export type DescribedChange = z.output<typeof describedChange>

/** `restorable`: whether the viewer can restore the previous value. */
const eventChange = describedChange.extend({
  field: z.enum([...historyField.options, ...ANSWER_FIELDS, 'attachment', 'eventComment']),
  restorable: z.boolean(),
})

export type EventChange = z.output<typeof eventChange>

/** A change of an event, its attachments, or answers or comments to it. */
const historyEntry = z.strictObject({
  changeset: uuid,
  /** Epoch milliseconds. */
  at: z.number(),
  /** Null for a job, and for a guest without an account. */
  by: changeAuthor.nullable(),
  origin: z.string(),
  op: z.enum([
    'added',
    'changed',
    'removed',
    'restored',
    'split',
    'answered',
    'commented',
    'comment-edited',
    'comment-deleted',
  ]),
  /** Whether it undid another change. */
  isUndo: z.boolean(),
  changes: z.array(eventChange),
})

export type HistoryEntry = z.output<typeof historyEntry>

export const eventHistoryOutput = z.strictObject({
  id: uuid,
  version: z.number(),
  editable: z.boolean(),
  entries: z.array(historyEntry),
  /** Whether there are earlier entries. */
  hasMore: z.boolean(),
})

export type EventHistoryOutput = z.output<typeof eventHistoryOutput>
