import { z } from 'zod'
import { MAX_ATTENDEES } from './choices'
import { count } from './outputs'
import { uuid } from './text'

/** The fields of an event that determine who can see it. */
export const audienceQuery = z
  .object({
    calendar: uuid,
    /** Id of the edited event; undefined for a new one. */
    event: uuid.optional(),
    private: z.boolean(),
    attendees: z.array(uuid).max(MAX_ATTENDEES),
    hiddenFrom: z.array(uuid).max(200).default([]),
  })
  .strict()

/** The users who will see an event: names visible to the editor, and the number of others. */
export const audienceOutput = z.strictObject({
  /** Whether the editor sees it. */
  isEditorIncluded: z.boolean(),
  names: z.array(z.string()),
  others: count,
})

export type Audience = z.output<typeof audienceOutput>
