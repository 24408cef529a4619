import { jsonBody, jsonEndpoint } from '@/lib/http/endpoint'
import { signVisitorSocket } from '@/lib/http/gathering-realtime'
import { slug as address } from '@/lib/schemas/gatherings'
import { parseInput } from '@/lib/schemas/parse-input'
import { guestAuthOutput } from '@/lib/schemas/realtime'

/** Signs in the socket of a visitor of an open page, and authorizes it for the channels of the gathering. */
export const POST = jsonEndpoint(
  guestAuthOutput,
  async (request, { params }: { params: Promise<{ slug: string }> }) =>
    signVisitorSocket(parseInput(address, (await params).slug), await jsonBody(request)),
)
