import Pusher from 'pusher'
import { env } from '@/lib/env'
import { channelOf, guestChannel, PING, type Ping } from './channels'

/** The protocol's maximum number of events in a batch. */
const BATCH_SIZE = 10

/**
 * Maximum number of batches that are sent at the same time. A change of a hidden event has a ping for each of its
 * readers, and the pings of other commands wait for those.
 */
const MAX_CONCURRENT_BATCHES = 8

/** The protocol's maximum number of channels of an event. */
const MAX_CHANNELS = 100

/** The built-in server, if it runs in this process: signing and an HTTP request to itself would cost a millisecond. */
const builtIn = globalThis as {
  kindayPusher?: { trigger(channel: string, name: string, data: unknown): void } | null
}

let client: Pusher | undefined

function pusher(): Pusher {
  const { appId, key, secret, cluster, host, port, embedded } = env.pusher
  client ??= new Pusher({
    appId,
    key,
    secret,
    timeout: 5000,
    ...(host
      ? { host, port: String(port ?? (embedded ? env.port : 443)), useTLS: !embedded }
      : { cluster: cluster ?? 'mt1', useTLS: true }),
  })
  return client
}

/**
 * Publishes pings.
 * @throws if the realtime server does not accept them
 */
export async function sendPings(pings: readonly Ping[]): Promise<void> {
  if (builtIn.kindayPusher) {
    for (const { stream, seq } of pings)
      builtIn.kindayPusher.trigger(channelOf(stream), PING, { stream, seq })
    return
  }
  let next = 0
  const sendBatches = async () => {
    while (next < pings.length) {
      const batch = pings.slice(next, next + BATCH_SIZE)
      next += BATCH_SIZE
      await pusher().triggerBatch(
        batch.map(({ stream, seq }) => ({ channel: channelOf(stream), name: PING, data: { stream, seq } })),
      )
    }
  }
  await Promise.all(Array.from({ length: MAX_CONCURRENT_BATCHES }, sendBatches))
}

/**
 * Pings the pages of guests, without content. Channels without subscribers cost one entry in a request.
 * @param links ids of the guests' links
 * @throws if the realtime server does not accept them
 */
export async function pingGuests(links: readonly string[]): Promise<void> {
  const channels = links.map(guestChannel)
  if (builtIn.kindayPusher) {
    for (const channel of channels) builtIn.kindayPusher.trigger(channel, PING, {})
    return
  }
  for (let at = 0; at < channels.length; at += MAX_CHANNELS)
    await pusher().trigger(channels.slice(at, at + MAX_CHANNELS), PING, {})
}

/** Checks whether an error means that the built-in server is not running: then no client is connected. */
export function isServerDown(error: unknown): boolean {
  const { error: cause } = error as { error?: { code?: unknown } }
  return env.pusher.embedded && cause?.code === 'ECONNREFUSED'
}

/** Closes all live connections of a user, or of a guest's page. */
export async function disconnectUser(userId: string): Promise<void> {
  await pusher().terminateUserConnections(userId)
}

/**
 * Signs the subscription of one user's socket to a channel. The built-in server accepts the signature from that user
 * only; other servers do not support that.
 */
export function authorize(
  socketId: string,
  channel: string,
  userId: string,
): { auth: string; channel_data?: string } {
  return env.pusher.embedded
    ? pusher().authorizeChannel(socketId, channel, { user_id: userId })
    : pusher().authorizeChannel(socketId, channel)
}

/**
 * Signs the subscription of a socket to a presence channel, which shows its followers each other's ids.
 * @param member id as which the socket appears
 */
export function authorizePresence(
  socketId: string,
  channel: string,
  member: string,
): { auth: string; channel_data?: string } {
  return pusher().authorizeChannel(socketId, channel, { user_id: member })
}

/** Signs the sign-in of a user's socket. */
export function authenticate(socketId: string, userId: string): { auth: string; user_data: string } {
  return pusher().authenticateUser(socketId, { id: userId })
}
