import { Sender } from 'ws'

/**
 * Close and error codes. Channels protocol, "Error Codes". 40xx: do not reconnect, 41xx: reconnect later, 42xx:
 * reconnect.
 */
export const CODE = {
  unknownApp: 4001,
  badVersion: 4006,
  unsupportedVersion: 4007,
  noVersion: 4008,
  unauthorized: 4009,
  overCapacity: 4100,
  reconnect: 4200,
  noPong: 4201,
}

/** Limits of a connection, an event and a request. Times in seconds, sizes in bytes. */
export const LIMITS = {
  activityTimeout: 120,
  pongTimeout: 30,
  connections: 10_000,
  /** Maximum time without sign-in. */
  signinTimeout: 30,
  /** Maximum number of connections without sign-in from one address. */
  unknownPerAddress: 200,
  channelsPerConnection: 2000,
  presenceMembers: 100,
  userIdLength: 128,
  userInfoBytes: 1024,
  nameLength: 200,
  channelsPerEvent: 100,
  eventsPerBatch: 10,
  eventBytes: 10 * 1024,
  messageBytes: 32 * 1024,
  messagesPerSecond: 100,
  messageBurst: 2500,
  bodyBytes: 100 * 1024,
  bufferedBytes: 1024 * 1024,
  timestampWindow: 600,
}

/**
 * Builds the frame of an event once, to be written to any number of sockets. Channels protocol, "Events": a message has
 * `event`, perhaps `channel`, and `data`, itself a JSON string.
 *
 * @param {string} event
 * @param {unknown} data a string goes as it is, anything else as JSON
 * @param {{ channel?: string, user_id?: string }} [properties]
 * @returns {Buffer}
 */
export function frame(event, data, properties) {
  const text = typeof data === 'string' ? data : JSON.stringify(data)
  const message = Buffer.from(JSON.stringify({ event, ...properties, data: text }))
  // `ws` frames again for every socket; a server's frames are not masked (RFC 6455 §5.1), so one serves all.
  return Buffer.concat(
    Sender.frame(message, { fin: true, rsv1: false, opcode: 1, mask: false, readOnly: true }),
  )
}

/**
 * Returns the kind of a channel by its name; null for an invalid name.
 * Channels protocol, "Channels": prefixes decide; `#server-to-user-<id>` carries a signed-in user's events.
 *
 * @param {unknown} name
 * @returns {'public' | 'private' | 'presence' | 'user' | null}
 */
export function channelKind(name) {
  if (typeof name !== 'string' || name.length === 0 || name.length > LIMITS.nameLength) return null
  if (name.startsWith(USER_PREFIX)) return name.length > USER_PREFIX.length ? 'user' : null
  if (!CHANNEL_NAME.test(name)) return null
  if (name.startsWith('private-')) return 'private'
  return name.startsWith('presence-') ? 'presence' : 'public'
}

/** @param {string} userId @returns {string} the channel of that user's own events */
export const userChannel = (userId) => USER_PREFIX + userId

const USER_PREFIX = '#server-to-user-'
const CHANNEL_NAME = /^[A-Za-z0-9_\-=@,.;]+$/
