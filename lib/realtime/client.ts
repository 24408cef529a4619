import type Pusher from 'pusher-js'
import { authorizeInBatches, post, signInHandler } from './authorize'
import {
  calendarIdOfStream,
  channelOf,
  gatheringIdOfStream,
  PING,
  type Ping,
  presenceChannel,
  type Stream,
} from './channels'
import { followPresence } from './client-presence'
import { isSigningOut, reloadToSignIn } from './signed-out'

/** Address of the realtime server, which the page was rendered with. */
export interface RealtimeSettings {
  key: string
  cluster?: string
  host?: string
  port?: number
}

/** Shows who has the page of a gathering open. */
export interface Presence {
  gathering: string
  /** Gets their ids when they change. */
  onPresent(ids: string[]): void
}

/** Interval of polling the sequence numbers, independent of pings. */
const CATCH_UP_MS = 60_000

/**
 * Follows the streams that the signed-in user may follow. Calls `onMoved` for every stream that has changed (or is
 * revoked) since `known`: after pings, and by polling after a reconnect, on focus and every minute.
 * @returns `markSeen`, which records changes that the client knows from its own commands, and `stop`
 */
export function follow(
  settings: RealtimeSettings,
  known: Record<Stream, number>,
  onMoved: (streams: Stream[]) => void,
  presence?: Presence,
): { markSeen(seqs: Record<string, number>): void; stop(): void } {
  const seqs = new Map(Object.entries(known) as [Stream, number][])
  let pusher: Pusher | undefined
  let isStopped = false
  let reconnectTimer: ReturnType<typeof setTimeout> | undefined

  // The server closes the socket of a session that ends; a new one would be refused.
  const hasLeft = () => isStopped || isSigningOut()
  const onPing = ({ stream, seq }: Ping) => {
    if (seq <= (seqs.get(stream) ?? -1)) return
    seqs.set(stream, seq)
    onMoved([stream])
    // A user's stream has changes of their groups and calendars, a group's those of its calendars: the set of streams
    // may have changed.
    if (!calendarIdOfStream(stream) && !gatheringIdOfStream(stream)) void catchUp()
  }

  const subscribe = (stream: Stream) => {
    if (!pusher || pusher.channel(channelOf(stream))) return
    const channel = pusher.subscribe(channelOf(stream)).bind(PING, onPing)
    for (const outcome of ['succeeded', 'error'])
      channel.bind(`pusher:subscription_${outcome}`, onSubscriptionSettled)
  }

  // A change between the rendering of the page and a subscription has no ping, so the client polls once when no
  // subscription is pending any more: after the first connection, a reconnect and each new stream.
  const onSubscriptionSettled = () => {
    if (!pusher?.allChannels().some(({ subscriptionPending }) => subscriptionPending)) void catchUp()
  }

  const catchUp = async () => {
    if (isSigningOut()) return
    const response = await post('/api/realtime/streams', { known: Object.fromEntries(seqs) }).catch(
      () => null,
    )
    if (!response || isStopped) return
    if (response.status === 401) return reloadToSignIn()
    if (!response.ok) return
    const { advanced, revoked } = (await response.json()) as {
      advanced: Record<Stream, number>
      revoked: Stream[]
    }
    for (const stream of revoked) {
      seqs.delete(stream)
      pusher?.unsubscribe(channelOf(stream))
    }
    for (const [stream, seq] of Object.entries(advanced) as [Stream, number][]) {
      seqs.set(stream, seq)
      subscribe(stream)
    }
    const changed = [...(Object.keys(advanced) as Stream[]), ...revoked]
    if (changed.length) onMoved(changed)
  }

  const connect = async () => {
    const loaded = await import('pusher-js').catch(() => null)
    if (isStopped) return
    if (!loaded) {
      reconnectTimer = setTimeout(connect, 5000)
      return
    }
    const { default: PusherClient } = loaded
    pusher = new PusherClient(settings.key, {
      cluster: settings.cluster ?? '',
      ...(settings.cluster ? {} : socketAddress(settings)),
      enabledTransports: ['ws', 'wss'],
      userAuthentication: {
        endpoint: '/api/realtime/signin',
        transport: 'ajax',
        customHandler: signInHandler(hasLeft),
      },
      channelAuthorization: {
        endpoint: '/api/realtime/auth',
        transport: 'ajax',
        customHandler: authorizeInBatches(hasLeft),
      },
    })
    pusher.signin()
    for (const stream of seqs.keys()) subscribe(stream)
    if (presence) followPresence(pusher, presenceChannel(presence.gathering), presence.onPresent)
    pusher.connection.bind('state_change', ({ current }: { current: string }) => {
      clearTimeout(reconnectTimer)
      if (current !== 'connected') scheduleReconnect(1)
    })
  }

  // pusher-js waits 15 s after a failed attempt, and forever after its connection was closed for lost access. A
  // server that restarts is back in a second, so we reconnect earlier, with growing and random delays.
  const scheduleReconnect = (attempt: number) => {
    reconnectTimer = setTimeout(
      () => {
        if (hasLeft() || pusher?.connection.state === 'connected') return
        pusher?.disconnect()
        pusher?.connect()
        scheduleReconnect(attempt + 1)
      },
      Math.min(1000 * attempt, 15_000) * (0.75 + Math.random() / 2),
    )
  }

  const onWake = () => document.visibilityState === 'visible' && void catchUp()
  const timer = setInterval(onWake, CATCH_UP_MS)
  addEventListener('online', onWake)
  addEventListener('focus', onWake)
  document.addEventListener('visibilitychange', onWake)
  void connect()

  return {
    /** Records changes that the client knows from its own commands, so that they are not reported. */
    markSeen(seen) {
      for (const [stream, seq] of Object.entries(seen) as [Stream, number][]) {
        if (seq > (seqs.get(stream) ?? 0)) seqs.set(stream, seq)
      }
    },
    stop() {
      isStopped = true
      clearInterval(timer)
      clearTimeout(reconnectTimer)
      removeEventListener('online', onWake)
      removeEventListener('focus', onWake)
      document.removeEventListener('visibilitychange', onWake)
      pusher?.disconnect()
    },
  }
}

/** Returns the address of the realtime server for pusher-js. */
export function socketAddress({ host, port }: RealtimeSettings) {
  const isSecure = location.protocol === 'https:'
  const pagePort = Number(location.port) || (isSecure ? 443 : 80)
  return {
    wsHost: host ?? location.hostname,
    wsPort: port ?? pagePort,
    wssPort: port ?? pagePort,
    forceTLS: isSecure,
  }
}
