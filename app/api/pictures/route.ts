import { endpoint } from '@/lib/http/endpoint'
import { storePicture } from '@/lib/http/pictures'

/** Uploads the user's own picture, or with `?group=` a group's. */
export const POST = endpoint(storePicture)
