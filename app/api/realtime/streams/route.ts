import { extendSession } from '@/lib/auth/session'
import { requestReach } from '@/lib/http/actor'
import { jsonBody, jsonEndpoint } from '@/lib/http/endpoint'
import { streamsOf } from '@/lib/queries/streams'
import { parseInput } from '@/lib/schemas/parse-input'
import { knownStreams, streamsOutput } from '@/lib/schemas/realtime'

/**
 * Returns the sequence numbers of the actor's streams that differ from the client's: what it missed while it was
 * away. Clients poll it, so it also extends the session of active users.
 */
export const POST = jsonEndpoint(streamsOutput, async (request) => {
  const streams = streamsOf((await requestReach()).reach)
  const { known } = parseInput(knownStreams, await jsonBody(request))
  await extendSession()
  const moved = Object.entries(streams).filter(([stream, seq]) => known[stream] !== seq)
  const gone = Object.keys(known).filter((stream) => !(stream in streams))
  return { moved: Object.fromEntries(moved), gone }
})
