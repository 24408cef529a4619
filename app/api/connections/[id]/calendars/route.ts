import { jsonEndpoint } from '@/lib/http/endpoint'
import { remoteChoices } from '@/lib/http/remote-calendars'
import { remoteChoicesOutput } from '@/lib/schemas/connections'

/** Lists the calendars of a connected account. */
export const GET = jsonEndpoint(
  remoteChoicesOutput,
  async (request, { params }: { params: Promise<{ id: string }> }) => ({
    calendars: await remoteChoices((await params).id, request.signal),
  }),
)
