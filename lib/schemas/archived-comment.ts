import { z } from 'zod'
import { toPlainName } from '@/lib/calendar/text'
import { MAX_COMMENT_LENGTH } from './choices'
import { prose } from './text'

/** A validated comment of an archive: on an event, by the event's id in the archive, or in a group's conversation. */
export const archivedComment = z
  .object({
    event: z.string().max(100).optional(),
    group: z.object({ id: z.string().max(100), name: z.string().max(1000) }).optional(),
    author: z.string().max(1000).transform(toPlainName).nullable().catch(null),
    own: z.boolean(),
    text: prose(MAX_COMMENT_LENGTH * 2).pipe(z.string().min(1)),
    /** Epoch milliseconds. */
    at: z.iso.datetime().transform((at) => Date.parse(at)),
    edited: z.boolean().catch(false),
    pinned: z.boolean().catch(false).default(false),
  })
  .refine(({ event, group }) => (event === undefined) !== (group === undefined))
export type ImportedComment = z.output<typeof archivedComment>
