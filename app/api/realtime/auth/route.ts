import { db } from '@/db/client'
import { requestReach } from '@/lib/http/actor'
import { jsonBody, jsonEndpoint } from '@/lib/http/endpoint'
import { gatheringStreams, gatheringsAmong, gatheringsWithPresence } from '@/lib/queries/gathering-streams'
import { streamsOf } from '@/lib/queries/streams'
import { gatheringOfPresence, streamOfChannel } from '@/lib/realtime/channels'
import { authorize, authorizePresence } from '@/lib/realtime/publish'
import { parseInput } from '@/lib/schemas/parse-input'
import { channelAuth, channelAuthOutput } from '@/lib/schemas/realtime'

/** Authorizes a socket for several channels at once. Channels of streams that the actor may not follow get null. */
export const POST = jsonEndpoint(channelAuthOutput, async (request) => {
  const { user, reach } = await requestReach()
  const { socket_id, channels } = parseInput(channelAuth, await jsonBody(request))
  const gatherings = gatheringsAmong(channels)
  const streams = { ...streamsOf(reach), ...(await gatheringStreams(db, user.id, gatherings)) }
  const withPresence = await gatheringsWithPresence(
    db,
    user.id,
    channels.flatMap((channel) => gatheringOfPresence(channel) ?? []),
  )
  return Object.fromEntries(
    channels.map((channel) => {
      const stream = streamOfChannel(channel)
      if (withPresence.has(gatheringOfPresence(channel) ?? ''))
        return [channel, authorizePresence(socket_id, channel, user.id)]
      return [channel, stream && stream in streams ? authorize(socket_id, channel, user.id) : null]
    }),
  )
})
