import { z } from 'zod'
import { uuid } from './text'

/** Pixels of a picture that are worth the work. */
export const MAX_PIXELS = 64_000_000

/** Whose picture it is: one's own, or a group's. */
export const pictureOf = z.object({ group: uuid.optional() }).strict()

/** A picture made small (lib/http/picture-file.ts), to take the place of the one before. */
export const setPicture = pictureOf.extend({
  image: z.object({
    type: z.literal('image/webp'),
    width: z.number().int(),
    height: z.number().int(),
    data: z.instanceof(Uint8Array),
  }),
})
