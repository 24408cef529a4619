import { z } from 'zod'
import type { Role } from '@/lib/calendar/roles'
import type { Span } from '@/lib/calendar/span'
import { ACTIVITY_KINDS, type ActivityKind } from './choices'
import type { DescribedChange } from './history'
import { uuid } from './text'

/** Which changes a page asks for: whose, of what kind, and those before what was told already. */
export const activityQuery = z
  .object({
    person: uuid.optional(),
    kind: z.enum(ACTIVITY_KINDS).optional(),
    before: z.string().max(7000).optional(),
  })
  .strict()

/** How far each stream has been told: those before are next. */
const position = z.record(z.string().max(60), z.number().int().min(0))

/** Reads a cursor. Whatever is wrong with it: from the beginning. */
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

/** One thing that was changed. */
export interface ActivityItem {
  kind: ActivityKind
  /** `restored`: brought back from the trash. */
  op: 'added' | 'changed' | 'removed' | 'restored'
  /** What it is called: as far as the viewer may know it. Null for an event that is gone for good. */
  name: string | null
  /** The calendar that an event is in. */
  calendar: { name: string; color: string } | null
  /** An event that is there to be opened, and when it is. */
  event: { id: string; span: Span } | null
  changes: DescribedChange[]
  /** Of a member: whether it was their own doing, and what they are then. */
  self: boolean
  role: Role | null
  /** Whether who was the owner until then made them that. */
  handed: boolean
  /** Of an invitation: whom it was sent to. */
  email: string | null
}

/** One command done, as far as the viewer may know of it. */
export interface ActivityEntry {
  id: string
  at: string
  /** Who did it; null: nobody, or a job of ours. `former`: their account has ended. */
  who: { id: string; name: string; image: string | null; former: boolean } | null
  undone: boolean
  imported: boolean
  items: ActivityItem[]
  /** So many more, and whether there are others beyond those. */
  more: number
  beyond: boolean
}

export interface ActivityPage {
  entries: ActivityEntry[]
  /** Where to go on; null at the end. */
  before: string | null
}
