import { db } from '@/db/client'
import { extendSession } from '@/lib/auth/session'
import { requestReach } from '@/lib/http/actor'
import { jsonBody, jsonEndpoint } from '@/lib/http/endpoint'
import { gatheringStreams, gatheringsAmong } from '@/lib/queries/gathering-streams'
import { streamsOf } from '@/lib/queries/streams'
import { parseInput } from '@/lib/schemas/parse-input'
import { knownStreams, streamsOutput } from '@/lib/schemas/realtime'

/**
 * Compares the client's sequence numbers with the current ones. Returns the streams that differ and those that the
 * actor no longer sees. Clients poll it, so it also extends the session of active users.
 */
export const POST = jsonEndpoint(streamsOutput, async (request) => {
  const { reach } = await requestReach()
  const { known } = parseInput(knownStreams, await jsonBody(request))
  const own = streamsOf(reach)
  const others = Object.keys(known).filter((stream) => !(stream in own))
  const streams = { ...own, ...(await gatheringStreams(db, reach.userId, gatheringsAmong(others))) }
  await extendSession()
  const advanced = Object.entries(streams).filter(([stream, seq]) => known[stream] !== seq)
  const revoked = Object.keys(known).filter((stream) => !(stream in streams))
  return { advanced: Object.fromEntries(advanced), revoked }
})
