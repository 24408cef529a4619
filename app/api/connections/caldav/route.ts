import { connectCaldavAccount } from '@/lib/http/caldav'
import { jsonBody, jsonEndpoint } from '@/lib/http/endpoint'
import { connectCaldavOutput } from '@/lib/schemas/caldav'

/** Connects a CalDAV account with a user name and a password. */
export const POST = jsonEndpoint(connectCaldavOutput, async (request) =>
  connectCaldavAccount(await jsonBody(request), request.signal),
)
