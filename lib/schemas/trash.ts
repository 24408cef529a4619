import { z } from 'zod'
import { uuid } from './text'

/** What of the trash is meant: an event, or a calendar with all that is in it. */
const trashed = z.union([z.object({ event: uuid }).strict(), z.object({ calendar: uuid }).strict()])

export const restore = trashed

export const deletePermanently = trashed

/** What was deleted, when, and by whom; `by` is null where that is no longer known. */
export interface TrashEntry {
  what: 'event' | 'calendar'
  id: string
  name: string
  color: string
  /** Of an event: the calendar it was in. */
  calendar: string | null
  /** Of a calendar: how many events went with it. */
  events: number
  deletedAt: string
  by: string | null
  /** Whether one may delete it for good. */
  own: boolean
}
