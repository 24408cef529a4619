import { z } from 'zod'
import { GATHERING_STATUSES } from '@/lib/calendar/gatherings/choices'
import { ROLES } from '@/lib/calendar/roles'
import { ACTIVITY_KINDS } from './choices'
import { describedChange } from './history'
import { count } from './outputs'
import { span } from './span'
import { uuid } from './text'

/** Filters of a group's activity, and the cursor of the previous page. */
export const activityQuery = z
  .object({
    person: uuid.optional(),
    kind: z.enum(ACTIVITY_KINDS).optional(),
    before: z.string().max(7000).optional(),
  })
  .strict()

/** Sequence number by stream; the next page has earlier ones. */
const position = z.record(z.string().max(60), z.number().int().min(0))

/** Decodes a cursor. An invalid cursor starts at the latest change. */
export function positionOf(cursor: string | undefined): Record<string, number> {
  try {
    return position.parse(JSON.parse(atob((cursor ?? '').replace(/-/g, '+').replace(/_/g, '/'))))
  } catch {
    return {}
  }
}

export function cursorOf(position: Record<string, number>): string {
  return btoa(JSON.stringify(position)).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '')
}

/** A changed entity. */
const activityItem = z.strictObject({
  kind: z.enum(ACTIVITY_KINDS),
  /** `restored`: from the trash. */
  op: z.enum(['added', 'changed', 'removed', 'restored']),
  /** Name as visible to the viewer; null for a permanently deleted event. */
  name: z.string().nullable(),
  /** The calendar of an event. */
  calendar: z.strictObject({ name: z.string(), color: z.string() }).nullable(),
  /** The event, if it can be opened, with its span. */
  event: z.strictObject({ id: uuid, span }).nullable(),
  changes: z.array(describedChange),
  /** Whether the affected person acted: the member is the author, or the recipient declined the invitation. */
  isOwnAction: z.boolean(),
  /** For a member or invitation: the resulting role. */
  role: z.enum(ROLES).nullable(),
  /** Whether the role was assigned by transferring ownership. */
  isTransfer: z.boolean(),
  /** Whether a task was completed. */
  isCompleted: z.boolean(),
  /** The status that a change gave a gathering. */
  status: z.enum(GATHERING_STATUSES).nullable(),
  /** E-mail address of an invitation. */
  email: z.string().nullable(),
})

export type ActivityItem = z.output<typeof activityItem>

/** A changeset, as visible to the viewer. */
const activityEntry = z.strictObject({
  id: uuid,
  at: z.string(),
  /** The author; null for a signed-out user or a job. `isDeleted`: the account was deleted. */
  author: z
    .strictObject({
      ...{ id: uuid, name: z.string(), image: z.string().nullable(), isDeleted: z.boolean() },
      color: z.string().nullable(),
    })
    .nullable(),
  /** Whether it undid another changeset. */
  isUndo: z.boolean(),
  origin: z.string(),
  items: z.array(activityItem),
  /** Number of further changes; with `isTruncated`, at least that many. */
  more: count,
  isTruncated: z.boolean(),
})

export type ActivityEntry = z.output<typeof activityEntry>

export const activityOutput = z.strictObject({
  entries: z.array(activityEntry),
  /** Cursor of the next page; null at the end. */
  before: z.string().nullable(),
})

export type ActivityOutput = z.output<typeof activityOutput>
