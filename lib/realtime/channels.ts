/**
 * Names of change streams and of their channels, `private-` plus the stream's name. `owners-<id>` has the changes that
 * only the owners of a calendar, the owners and admins of a group, or the managers of a gathering see. `hidden-<id>`
 * has the changes of a calendar's events that are hidden from a user; no client can subscribe to it.
 */
export type StreamKind = 'calendar' | 'owners' | 'hidden' | 'group' | 'gathering' | 'user' | 'instance'
export type Stream = `${StreamKind}-${string}`

/** The stream of the installation: administrators' actions. It has no channel. */
export const INSTANCE_STREAM: Stream = 'instance-1'

export const CHANNEL_PREFIX = 'private-'

/** Prefix of the channel of a gathering that shows who has its page open. */
export const PRESENCE_PREFIX = 'presence-'

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

const UUID = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}'
const STREAM_CHANNEL = new RegExp(`^private-((?:calendar|owners|group|gathering|user)-${UUID})$`)
const PRESENCE_CHANNEL = new RegExp(`^presence-gathering-(${UUID})$`)
const GATHERING_STREAM = new RegExp(`^(?:gathering|owners)-(${UUID})$`)

/** Returns the stream of a channel; undefined for other channels. */
export function streamOfChannel(channel: string): Stream | undefined {
  return STREAM_CHANNEL.exec(channel)?.[1] as Stream | undefined
}

/** Returns the presence channel of a gathering. */
export function presenceChannel(gathering: string): string {
  return `${PRESENCE_PREFIX}gathering-${gathering}`
}

/** Returns the gathering of a presence channel; undefined for other channels. */
export function gatheringOfPresence(channel: string): string | undefined {
  return PRESENCE_CHANNEL.exec(channel)?.[1]
}

/** Returns the id of the gathering that a stream may belong to, or to whose managers; undefined for other streams. */
export function gatheringAmongStreams(stream: string): string | undefined {
  return GATHERING_STREAM.exec(stream)?.[1]
}

/** Returns the id of the user as which the socket of a participant without an account signs in. */
export function participantUserId(participant: string): string {
  return `participant-${participant}`
}

/**
 * Returns the id of the user as which the sockets of all visitors of an open gathering sign in, so that they can be
 * disconnected when its page is no longer open.
 */
export function visitorsUserId(gathering: string): string {
  return `visitors-${gathering}`
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

/** Returns the gathering id of a stream; undefined for other streams. */
export function gatheringIdOfStream(stream: string): string | undefined {
  return /^gathering-(.+)$/.exec(stream)?.[1]
}

/** Returns the user id of a stream; undefined for other streams. */
export function userOf(stream: string): string | undefined {
  return /^user-(.+)$/.exec(stream)?.[1]
}
