import { jsonBody, jsonEndpoint } from '@/lib/http/endpoint'
import { checkFeedAddress } from '@/lib/http/subscribed-calendars'
import { checkFeedOutput } from '@/lib/schemas/subscribed-calendars'

/** Reads the feed at an address, before the user subscribes to it. */
export const POST = jsonEndpoint(checkFeedOutput, async (request) =>
  checkFeedAddress(await jsonBody(request), request.signal),
)
