import { endpoint } from '@/lib/http/endpoint'
import { servePicture } from '@/lib/http/pictures'

/** A picture, for those who may see whose it is. */
export const GET = endpoint(async (request, { params }: { params: Promise<{ id: string }> }) =>
  servePicture(request, (await params).id),
)
