import { z } from 'zod'
import { uuid } from './text'

/** An event in the trash, or a calendar with its events. */
const trashed = z.union([z.object({ event: uuid }).strict(), z.object({ calendar: uuid }).strict()])

export const restore = trashed

export const deletePermanently = trashed

/** An entry of the trash. `by`: who deleted it; null if unknown. */
export interface TrashEntry {
  kind: 'event' | 'calendar'
  id: string
  name: string
  color: string
  /** For an event: the name of its calendar. */
  calendar: string | null
  /** For a calendar: number of events deleted with it. */
  events: number
  deletedAt: string
  by: string | null
  /** Whether the user can delete it permanently. */
  canDeletePermanently: boolean
}
