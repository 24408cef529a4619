/**
 * Streams of changes, and the channels that tell of them: `private-` and the stream's name. `owners-<id>` has the changes
 * of a calendar that only its owners see, and of a group that only those who manage it see.
 */
export type StreamKind = 'calendar' | 'owners' | 'group' | 'user' | 'instance'
export type Stream = `${StreamKind}-${string}`

/** What was done to this installation, and by those who look after it. It has no channel that opens. */
export const INSTANCE_STREAM: Stream = 'instance-1'

export const CHANNEL_PREFIX = 'private-'

/** So many channels one request asks for (a little less than lib/schemas/realtime.ts takes); who follows more asks again. */
export const CHANNELS_AT_ONCE = 400

/** The event that carries a ping. */
export const PING = 'ping'

/** "This stream has come so far." Never content: no event's text passes through a third party. */
export interface Ping {
  stream: Stream
  seq: number
}

export function streamName(kind: StreamKind, id: string): Stream {
  return `${kind}-${id}`
}

export function channelOf(stream: Stream): string {
  return CHANNEL_PREFIX + stream
}

/** The stream that a channel tells of; undefined for a channel that is not one of ours. */
export function streamOfChannel(channel: string): Stream | undefined {
  const match = /^private-((?:calendar|owners|group|user)-[0-9a-f-]{36})$/.exec(channel)
  return match?.[1] as Stream | undefined
}

/** The id of the calendar that a stream has changes of; undefined for other streams. */
export function calendarOf(stream: string): string | undefined {
  return /^(?:calendar|owners)-(.+)$/.exec(stream)?.[1]
}
