import { jsonEndpoint } from '@/lib/http/endpoint'
import { storePicture } from '@/lib/http/pictures'
import { setPictureOutput } from '@/lib/schemas/pictures'

/** Stores the picture of the user, or of a group with `?group=<id>`. */
export const POST = jsonEndpoint(setPictureOutput, storePicture)
