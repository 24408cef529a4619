import {
  asObject,
  CLIENT_EVENTS_DISABLED,
  isUserId,
  parse,
  presenceData,
  signedFor,
  socketId,
} from './messages.mjs'
import { CODE, channelKind, frame, userChannel } from './protocol.mjs'
import { createRate } from './rate.mjs'

/**
 * Serves one socket of a browser tab: its subscriptions, sign-in and messages.
 *
 * @param {import('ws').WebSocket} ws
 * @param {import('node:stream').Duplex} socket the same connection beneath `ws`
 * @param {{ channels: ReturnType<typeof import('./channels.mjs').createChannels>,
 *   users: ReturnType<typeof import('./users.mjs').createUsers>,
 *   verify: ReturnType<typeof import('./signature.mjs').createVerifier>,
 *   limits: typeof import('./protocol.mjs').LIMITS, counts: { delivered: number, cut: number } }} server
 */
export function createConnection(ws, socket, { channels, users, verify, limits, counts }) {
  /** @type {Set<string>} */
  const joined = new Set()
  /**
   * Private channels requested before sign-in, with the user that each was signed for.
   * @type {Map<string, string | undefined>}
   */
  const waiting = new Map()
  const allowMessage = createRate(limits.messagesPerSecond, limits.messageBurst)
  let userId = null
  const opened = Date.now()
  let lastHeardAt = opened
  let pingedAt = 0
  let hasEnded = false

  const connection = {
    socketId: socketId(),
    deliver,
    close,
    sweep,
    receive,
    end,
    isKnown: () => userId !== null,
  }
  return connection

  /** Writes a frame directly to the socket, since `ws` would encode it again for each recipient. */
  function deliver(message) {
    if (hasEnded) return
    if (socket.writableLength > limits.bufferedBytes) {
      // Disconnects a client that cannot keep up, since memory is shared; it refetches after reconnecting.
      counts.cut++
      ws.terminate()
      end()
      return
    }
    counts.delivered++
    socket.write(message)
  }

  /** Channels protocol, "Connection Closure": the code says whether and when the client comes back. */
  function close(code, reason) {
    if (hasEnded) return
    if (code !== CODE.reconnect) sendError(code, reason)
    end()
    ws.close(code, reason)
  }

  /** Unregisters the connection before the closing handshake: nothing more may reach it. */
  function end() {
    if (hasEnded) return
    hasEnded = true
    for (const name of joined) channels.leave(name, connection)
    joined.clear()
    waiting.clear()
    if (userId !== null) users.remove(userId, connection)
  }

  /** Channels protocol, "Ping and Pong Messages": pings a silent client, then closes it with 4201. */
  function sweep(now) {
    if (userId === null && now - opened >= limits.signinTimeout * 1000)
      return close(CODE.unauthorized, 'Not signed in in time')
    if (now - lastHeardAt < limits.activityTimeout * 1000) return
    if (pingedAt <= lastHeardAt) {
      pingedAt = now
      deliver(frame('pusher:ping', {}))
    } else if (now - pingedAt >= limits.pongTimeout * 1000)
      close(CODE.noPong, 'Pong reply not received in time')
  }

  /** @param {Buffer | null} raw a text message, or null for a ping or pong of `ws` */
  function receive(raw) {
    lastHeardAt = Date.now()
    if (raw === null || hasEnded) return
    if (!allowMessage()) return close(CODE.overCapacity, 'Too many messages')
    const message = parse(raw)
    if (!message) return sendError(null, 'Malformed message')
    const { event, data } = message
    if (event === 'pusher:ping') return deliver(frame('pusher:pong', {}))
    if (event === 'pusher:pong') return
    if (event === 'pusher:subscribe') return subscribe(asObject(data))
    if (event === 'pusher:unsubscribe') return unsubscribe(asObject(data).channel)
    if (event === 'pusher:signin') return signin(asObject(data))
    if (event.startsWith('client-')) return sendError(null, CLIENT_EVENTS_DISABLED)
    sendError(null, 'Unknown event')
  }

  /** Channels protocol, "pusher:subscribe". Kinday has no public channels, so an unsigned one is refused. */
  function subscribe({ channel, auth, channel_data: channelData }) {
    const kind = channelKind(channel)
    if (kind === null) return sendError(null, 'Invalid channel name')
    const refuse = (type, message, status = 401) =>
      deliver(frame('pusher:subscription_error', { type, error: message, status }, { channel }))

    if (kind === 'public') return refuse('AuthError', 'Public channels are not served', 403)
    if (joined.has(channel)) return sendError(null, 'Already subscribed')
    if (joined.size >= limits.channelsPerConnection) return refuse('LimitReached', 'Too many channels', 403)
    if (kind === 'user') {
      // The sign-in is the authorization; pusher-js sends no other for this channel.
      if (userId === null || channel !== userChannel(userId)) return refuse('AuthError', 'Not this user')
      channels.join(channel, connection)
      joined.add(channel)
      return confirmSubscription(channel, {})
    }
    const data = kind === 'presence' ? presenceData(channelData, limits) : null
    if (kind === 'presence' && !data) return refuse('AuthError', 'Invalid channel_data')
    const signed = typeof channelData === 'string' ? channelData : undefined
    if (!verify.channel(connection.socketId, channel, auth, signed)) {
      return refuse('AuthError', 'Invalid signature')
    }
    // A client that has not signed in could not be disconnected when it loses access, so its private channels are only
    // noted until it signs in.
    if (kind === 'private' && userId === null) {
      if (waiting.size >= limits.channelsPerConnection)
        return refuse('LimitReached', 'Too many channels', 403)
      return void waiting.set(channel, signedFor(signed))
    }
    if (kind === 'private' && !isFor(signedFor(signed))) return refuse('AuthError', 'Signed for another user')
    if (data) {
      if (!channels.joinPresence(channel, connection, data))
        return refuse('LimitReached', 'Channel is full', 403)
      joined.add(channel)
      return confirmSubscription(channel, channels.roster(channel))
    }
    joinChannel(channel)
  }

  function joinChannel(channel) {
    channels.join(channel, connection)
    joined.add(channel)
    confirmSubscription(channel, {})
  }

  /** Checks the user that a signature is bound to, so that other users cannot use it after this one is cut off. */
  function isFor(user) {
    return user === undefined || user === userId
  }

  function confirmSubscription(channel, data) {
    deliver(frame('pusher_internal:subscription_succeeded', data, { channel }))
  }

  function unsubscribe(channel) {
    waiting.delete(channel)
    if (joined.delete(channel)) channels.leave(channel, connection)
  }

  /** Channels protocol, "pusher:signin": after it the app can reach and disconnect this user. */
  function signin({ auth, user_data: userData }) {
    const id = typeof userData === 'string' ? asObject(parse(Buffer.from(userData), false)).id : undefined
    const valid = isUserId(id, limits) && verify.signin(connection.socketId, userData, auth)
    if (!valid || (userId !== null && userId !== id)) return close(CODE.unauthorized, 'Sign-in refused')
    // Signatures from before a loss of access are invalid; a new connection gets a new one.
    if (users.wasCutSince(id, opened)) return close(CODE.reconnect, 'Reconnect')
    userId = id
    users.add(id, connection)
    deliver(frame('pusher:signin_success', { user_data: userData }))
    for (const [channel, user] of waiting) if (isFor(user)) joinChannel(channel)
    waiting.clear()
  }

  function sendError(code, message) {
    deliver(frame('pusher:error', { code, message }))
  }
}
