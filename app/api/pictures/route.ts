import { jsonEndpoint } from '@/lib/http/endpoint'
import { storePicture } from '@/lib/http/pictures'
import { setPictureOutput } from '@/lib/schemas/pictures'

/** Uploads the user's own picture, or with `?group=` a group's. */
export const POST = jsonEndpoint(setPictureOutput, storePicture)
