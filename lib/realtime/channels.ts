/**
 * Names of change streams and of their channels, `private-` plus the stream's name. `owners-<id>` has the changes that
 * only the owners of a calendar, or the owners and admins of a group, see. `hidden-<id>` has the changes of a
 * calendar's events that are hidden from a user; no client can subscribe to it.
 */
export type StreamKind = 'calendar' | 'owners' | 'hidden' | 'group' | 'user' | 'instance'
export type Stream = `${StreamKind}-${string}`

/** The stream of the installation: administrators' actions. It has no channel. */
export const INSTANCE_STREAM: Stream = 'instance-1'

export const CHANNEL_PREFIX = 'private-'

/** Maximum channels of one authorization request (slightly fewer than lib/schemas/realtime.ts accepts). */
export const CHANNELS_AT_ONCE = 400

/** Name of the event of a ping. */
export const PING = 'ping'

/** Announces the latest sequence number of a stream. Contains no content, because it passes through a third party. */
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

/** Returns the stream of a channel; undefined for other channels. */
export function streamOfChannel(channel: string): Stream | undefined {
  const match = /^private-((?:calendar|owners|group|user)-[0-9a-f-]{36})$/.exec(channel)
  return match?.[1] as Stream | undefined
}

/**
 * Returns the channel of a guest's page. Guests follow no stream: a ping says only that the page may have changed.
 * @param link id of the guest's link
 */
export function guestChannel(link: string): string {
  return CHANNEL_PREFIX + guestUserId(link)
}

/** Returns the id of the user as which the socket of a guest's page signs in. */
export function guestUserId(link: string): string {
  return `guest-${link}`
}

/** Returns the calendar id of a stream; undefined for other streams. */
export function calendarIdOfStream(stream: string): string | undefined {
  return /^(?:calendar|owners|hidden)-(.+)$/.exec(stream)?.[1]
}

/** Returns the group id of a stream; undefined for other streams. */
export function groupIdOfStream(stream: string): string | undefined {
  return /^group-(.+)$/.exec(stream)?.[1]
}

/** Returns the user id of a stream; undefined for other streams. */
export function userOf(stream: string): string | undefined {
  return /^user-(.+)$/.exec(stream)?.[1]
}
