import { jsonBody, jsonEndpoint } from '@/lib/http/endpoint'
import { signGuestSocket } from '@/lib/http/guest-realtime'
import { guestAuthOutput } from '@/lib/schemas/realtime'

/** Signs in the socket of a guest's page, and authorizes it for the channel of the page. */
export const POST = jsonEndpoint(
  guestAuthOutput,
  async (request, { params }: { params: Promise<{ token: string }> }) =>
    signGuestSocket((await params).token, await jsonBody(request)),
)
