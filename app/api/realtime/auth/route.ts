import { requestReach } from '@/lib/http/actor'
import { jsonBody, jsonEndpoint } from '@/lib/http/endpoint'
import { streamsOf } from '@/lib/queries/streams'
import { streamOfChannel } from '@/lib/realtime/channels'
import { authorize } from '@/lib/realtime/publish'
import { parseInput } from '@/lib/schemas/parse-input'
import { channelAuth, channelAuthOutput } from '@/lib/schemas/realtime'

/** Authorizes a socket for several channels at once. Channels of streams that the actor may not follow get null. */
export const POST = jsonEndpoint(channelAuthOutput, async (request) => {
  const { user, reach } = await requestReach()
  const streams = streamsOf(reach)
  const { socket_id, channels } = parseInput(channelAuth, await jsonBody(request))
  return Object.fromEntries(
    channels.map((channel) => {
      const stream = streamOfChannel(channel)
      return [channel, stream && stream in streams ? authorize(socket_id, channel, user.id) : null]
    }),
  )
})
