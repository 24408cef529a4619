import Pusher from 'pusher'
import { env } from '@/lib/env'
import { channelOf, PING, type Ping } from './channels'

/** The protocol allows ten events in a batch. */
const BATCH = 10

/** The built-in server, where it lives in this process: signing, and asking oneself by HTTP, costs a millisecond. */
const inside = globalThis as {
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

/** Sends pings to all who listen. @throws when the realtime server does not take them. */
export async function sendPings(pings: readonly Ping[]): Promise<void> {
  if (inside.kindayPusher) {
    for (const { stream, seq } of pings) inside.kindayPusher.trigger(channelOf(stream), PING, { stream, seq })
    return
  }
  for (let at = 0; at < pings.length; at += BATCH) {
    await pusher().triggerBatch(
      pings
        .slice(at, at + BATCH)
        .map(({ stream, seq }) => ({ channel: channelOf(stream), name: PING, data: { stream, seq } })),
    )
  }
}

/** Whether pings could not be sent because the built-in server does not run: then nobody has a connection to it. */
export function nobodyListens(error: unknown): boolean {
  const { error: cause } = error as { error?: { code?: unknown } }
  return env.pusher.embedded && cause?.code === 'ECONNREFUSED'
}

/** Closes every live connection of a user. */
export async function cutOff(userId: string): Promise<void> {
  await pusher().terminateUserConnections(userId)
}

/**
 * The signature that lets one socket of one user into a channel. The built-in server has it used by that user alone; of
 * others the protocol knows no such thing.
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

/** The signature that tells the realtime server whose socket this is. */
export function authenticate(socketId: string, userId: string): { auth: string; user_data: string } {
  return pusher().authenticateUser(socketId, { id: userId })
}
