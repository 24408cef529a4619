import type Pusher from 'pusher-js'
import { post } from './authorize'
import { PING } from './channels'
import { type RealtimeSettings, socketAddress } from './client'

/** Data of a guest's page for {@link followGuestPage}. */
export interface GuestPageSource {
  settings: RealtimeSettings
  /** The channel of the page. */
  channel: string
  /** Path of the route that signs sockets. */
  authPath: string
}

interface Signatures {
  signIn: { auth: string; user_data: string }
  channel: { auth: string }
  isStale: boolean
}

/**
 * Follows the channel of a guest's page. Calls `onChanged` after pings, if the page has changed before the connection
 * was open, and when the server closes the connection because the link was revoked.
 * @param loadedAt returns the time at which the server rendered the page
 * @returns a function that stops following
 */
export function followGuestPage(
  { settings, channel, authPath }: GuestPageSource,
  loadedAt: () => number,
  onChanged: () => void,
): () => void {
  let pusher: Pusher | undefined
  let isStopped = false
  let signed: { socketId: string; signatures: Promise<Signatures | null> } | undefined

  // The sign-in and the channel of a socket are signed by a single request.
  const sign = (socketId: string) => {
    if (signed?.socketId !== socketId) signed = { socketId, signatures: ask(socketId) }
    return signed.signatures
  }
  const ask = async (socketId: string): Promise<Signatures | null> => {
    const response = await post(authPath, { socket_id: socketId, since: loadedAt() }).catch(() => null)
    if (!response?.ok || isStopped) return null
    const signatures = (await response.json()) as Signatures
    if (signatures.isStale) onChanged()
    return signatures
  }
  const handler =
    <K extends 'signIn' | 'channel'>(key: K) =>
    async (
      { socketId }: { socketId: string },
      done: (error: Error | null, data: Signatures[K] | null) => void,
    ) => {
      const signatures = await sign(socketId)
      if (!isStopped) done(signatures ? null : new Error('not allowed'), signatures?.[key] ?? null)
    }

  const connect = async () => {
    const loaded = await import('pusher-js').catch(() => null)
    if (isStopped || !loaded) return
    pusher = new loaded.default(settings.key, {
      cluster: settings.cluster ?? '',
      ...(settings.cluster ? {} : socketAddress(settings)),
      enabledTransports: ['ws', 'wss'],
      userAuthentication: { endpoint: authPath, transport: 'ajax', customHandler: handler('signIn') },
      channelAuthorization: { endpoint: authPath, transport: 'ajax', customHandler: handler('channel') },
    })
    pusher.signin()
    pusher.subscribe(channel).bind(PING, onChanged)
    pusher.connection.bind('state_change', ({ current }: { current: string }) => {
      if (current === 'disconnected' && !isStopped) onChanged()
    })
  }
  void connect()

  return () => {
    isStopped = true
    pusher?.disconnect()
  }
}
