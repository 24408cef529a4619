import { extendSession } from '@/lib/auth/session'
import { requestReach } from '@/lib/http/actor'
import { endpoint, jsonBody } from '@/lib/http/endpoint'
import { streamsOf } from '@/lib/queries/streams'
import { parseInput } from '@/lib/schemas/parse-input'
import { knownStreams } from '@/lib/schemas/realtime'

/**
 * Where every stream of the actor stands, when that is not what the client knows: what it missed while it was away.
 * It comes often, so it also keeps the session of someone who stays from ending.
 */
export const POST = endpoint(async (request) => {
  const streams = streamsOf((await requestReach()).reach)
  const { known } = parseInput(knownStreams, await jsonBody(request))
  await extendSession()
  const moved = Object.entries(streams).filter(([stream, seq]) => known[stream] !== seq)
  const gone = Object.keys(known).filter((stream) => !(stream in streams))
  return { moved: Object.fromEntries(moved), gone }
})
