import type Pusher from 'pusher-js'
import { post } from './authorize'
import { PING } from './channels'
import { type RealtimeSettings, socketAddress } from './client'
import { followPresence } from './client-presence'

/** Data of a guest's page for {@link followGuestPage}. */
export interface GuestPageSource {
  settings: RealtimeSettings
  /** The channel of the page. */
  channel: string
  /** The channel that shows who has the page open, if any. */
  presence?: string
  /** Path of the route that signs sockets. */
  authPath: string
}

interface Signatures {
  signIn: { auth: string; user_data: string }
  channel: { auth: string }
  presence?: { auth: string }
  isStale: boolean
}

/**
 * Follows the channel of a guest's page. Calls `onChanged` after pings, if the page has changed before the connection
 * was open, and when the server closes the connection because the link was revoked.
 * @param loadedAt returns the time at which the server rendered the page
 * @param onPresent gets the ids of those who have the page open
 * @returns a function that stops following
 */
export function followGuestPage(
  { settings, channel, presence, authPath }: GuestPageSource,
  loadedAt: () => number,
  onChanged: () => void,
  onPresent: (ids: string[]) => void = () => {},
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
    <T>(signatureOf: (signatures: Signatures, channel: string | undefined) => T | undefined) =>
    async (
      { socketId, channelName }: { socketId: string; channelName?: string },
      done: (error: Error | null, data: T | null) => void,
    ) => {
      const signatures = await sign(socketId)
      if (isStopped) return
      const signature = signatures ? signatureOf(signatures, channelName) : undefined
      done(signature ? null : new Error('not allowed'), signature ?? null)
    }
  const ofChannel = handler((signatures, name) =>
    name === presence ? signatures.presence : signatures.channel,
  )

  const connect = async () => {
    const loaded = await import('pusher-js').catch(() => null)
    if (isStopped || !loaded) return
    pusher = new loaded.default(settings.key, {
      cluster: settings.cluster ?? '',
      ...(settings.cluster ? {} : socketAddress(settings)),
      enabledTransports: ['ws', 'wss'],
      userAuthentication: {
        endpoint: authPath,
        transport: 'ajax',
        customHandler: handler(({ signIn }) => signIn),
      },
      channelAuthorization: { endpoint: authPath, transport: 'ajax', customHandler: ofChannel },
    })
    pusher.signin()
    pusher.subscribe(channel).bind(PING, onChanged)
    if (presence) followPresence(pusher, presence, onPresent)
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
