import { serveGuestAttachment } from '@/lib/http/attachment-file'
import { endpoint } from '@/lib/http/endpoint'

/** Serves an attachment of an event to a guest with a personal link. */
export const GET = endpoint(
  async (request, { params }: { params: Promise<{ token: string; id: string }> }) => {
    const { token, id } = await params
    return serveGuestAttachment(request, token, id)
  },
)
