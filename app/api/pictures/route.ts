import { endpoint } from '@/lib/http/endpoint'
import { storePicture } from '@/lib/http/pictures'

/** Takes a picture as it is sent: one's own, or with `?group=` a group's. */
export const POST = endpoint(storePicture)
