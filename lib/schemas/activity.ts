import { z } from 'zod'
import type { Role } from '@/lib/calendar/roles'
import type { Span } from '@/lib/calendar/span'
import { ACTIVITY_KINDS, type ActivityKind } from './choices'
import type { DescribedChange } from './history'
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
export interface ActivityItem {
  kind: ActivityKind
  /** `restored`: from the trash. */
  op: 'added' | 'changed' | 'removed' | 'restored'
  /** Name as visible to the viewer; null for a permanently deleted event. */
  name: string | null
  /** The calendar of an event. */
  calendar: { name: string; color: string } | null
  /** The event, if it can be opened, with its span. */
  event: { id: string; span: Span } | null
  changes: DescribedChange[]
  /** For a member: whether the author is the member, and the resulting role. */
  self: boolean
  role: Role | null
  /** Whether the role was assigned by transferring ownership. */
  handed: boolean
  /** E-mail address of an invitation. */
  email: string | null
}

/** A changeset, as visible to the viewer. */
export interface ActivityEntry {
  id: string
  at: string
  /** The author; null for a signed-out user or a job. `former`: the account was deleted. */
  who: { id: string; name: string; image: string | null; former: boolean } | null
  undone: boolean
  imported: boolean
  items: ActivityItem[]
  /** Number of further changes, and whether there are more beyond these. */
  more: number
  beyond: boolean
}

export interface ActivityPage {
  entries: ActivityEntry[]
  /** Cursor of the next page; null at the end. */
  before: string | null
}
