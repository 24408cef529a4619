import { endpoint } from '@/lib/http/endpoint'
import { servePicture } from '@/lib/http/pictures'

/** Serves a picture to users who may see its user or group. */
export const GET = endpoint(async (request, { params }: { params: Promise<{ id: string }> }) =>
  servePicture(request, (await params).id),
)
