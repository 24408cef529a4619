import { z } from 'zod'
import { uuid } from './text'

/** Maximum number of pixels of an uploaded picture. */
export const MAX_PIXELS = 64_000_000

/** The owner of a picture: the user, or a group. */
export const pictureOf = z.object({ group: uuid.optional() }).strict()

/** Sets a resized picture (lib/http/picture-file.ts). */
export const setPicture = pictureOf.extend({
  image: z.object({
    type: z.literal('image/webp'),
    width: z.number().int(),
    height: z.number().int(),
    data: z.instanceof(Uint8Array),
  }),
})

/** Path of the new picture. */
export const setPictureOutput = z.strictObject({ path: z.string() })

export const removePictureOutput = z.strictObject({ path: z.null() })
