import { userIdOf } from '@/lib/access/actor'
import { requestActor } from '@/lib/http/actor'
import { jsonBody, jsonEndpoint } from '@/lib/http/endpoint'
import { authenticate } from '@/lib/realtime/publish'
import { parseInput } from '@/lib/schemas/parse-input'
import { userAuth, userAuthOutput } from '@/lib/schemas/realtime'

/** Signs the socket's user in, so that the socket can be closed when the user loses access. */
export const POST = jsonEndpoint(userAuthOutput, async (request) => {
  const userId = userIdOf(await requestActor())
  const { socket_id } = parseInput(userAuth, await jsonBody(request))
  return authenticate(socket_id, userId)
})
