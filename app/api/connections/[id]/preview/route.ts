import { jsonBody, jsonEndpoint } from '@/lib/http/endpoint'
import { previewRemote } from '@/lib/http/remote-calendars'
import { previewOutput } from '@/lib/schemas/connections'

/** Previews the first sync of a remote calendar. */
export const POST = jsonEndpoint(
  previewOutput,
  async (request, { params }: { params: Promise<{ id: string }> }) =>
    previewRemote((await params).id, await jsonBody(request), request.signal),
)
