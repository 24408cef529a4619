import { jsonBody, jsonEndpoint } from '@/lib/http/endpoint'
import { signParticipantSocket } from '@/lib/http/gathering-realtime'
import { guestAuthOutput } from '@/lib/schemas/realtime'

/** Signs in the socket of the page of a personal link, and authorizes it for the channel of the gathering. */
export const POST = jsonEndpoint(
  guestAuthOutput,
  async (request, { params }: { params: Promise<{ slug: string; token: string }> }) =>
    signParticipantSocket((await params).token, await jsonBody(request)),
)
