import { z } from 'zod'
import { uuid } from './text'

/** An event in the trash, or a calendar with its events. */
const trashed = z.union([z.object({ event: uuid }).strict(), z.object({ calendar: uuid }).strict()])

export const restore = trashed

export const deletePermanently = trashed

/** An entry of the trash. `by`: who deleted it; null if unknown. */
export interface TrashEntry {
  kind: 'event' | 'calendar' | 'gathering' | 'task-list'
  id: string
  name: string
  color: string
  /** For an event: the name of its calendar. For a gathering or list of tasks: that of its group, null if it has none. */
  place: string | null
  /** Number of events deleted with a calendar, or of tasks deleted with a list. */
  count: number
  deletedAt: string
  by: string | null
  /** Whether the user can delete it permanently. */
  canDeletePermanently: boolean
}
