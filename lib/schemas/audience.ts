import { z } from 'zod'
import { uuid } from './text'

/** Where an event is to be saved, and what decides who sees it. */
export const audienceQuery = z
  .object({
    calendar: uuid,
    /** The event that is edited; undefined for a new one. */
    event: uuid.optional(),
    private: z.boolean(),
    attendees: z.array(uuid).max(200),
  })
  .strict()

/** The people who will see an event: the names that the editor may know, and how many others. */
export interface Audience {
  /** Whether the editor does. */
  you: boolean
  names: string[]
  others: number
}
