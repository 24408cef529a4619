import { WebSocketServer } from 'ws'
import { refuseSocket } from '../sockets.mjs'
import { createChannels } from './channels.mjs'
import { createConnection } from './connection.mjs'
import { createHttpApi } from './http-api.mjs'
import { CODE, frame, LIMITS } from './protocol.mjs'
import { createVerifier } from './signature.mjs'
import { createUsers } from './users.mjs'

/**
 * A Pusher Channels server (protocol 7) for one app in one process. Works with any Pusher client and any HTTP library.
 * Installations with several app processes need a separate server or hosted Pusher. Source: Pusher docs, "Pusher
 * Channels Protocol" and "HTTP API reference".
 *
 * @param {object} options
 * @param {string} options.appId
 * @param {string} options.key public; part of the socket's URL
 * @param {string} options.secret shared with the app
 * @param {(origin: string | undefined, host: string | undefined, req: import('node:http').IncomingMessage) =>
 *   boolean} options.isOriginAllowed whether a page of that origin may open a socket
 * @param {(req: import('node:http').IncomingMessage) => string} [options.addressOf] the address of a socket, to limit
 *   the connections without sign-in from one address; empty if they are not limited
 * @param {Partial<typeof LIMITS>} [options.limits]
 * @returns {{ handle(req, res): Promise<boolean>, upgrade(req, socket, head): boolean,
 *   trigger(channel: string, name: string, data: unknown): void, stats(): Record<string, number>,
 *   close(): Promise<void> }} `handle` and `upgrade` return false for requests that they do not handle
 */
export function createPusherServer({
  appId,
  key,
  secret,
  isOriginAllowed,
  addressOf = () => '',
  limits: ownLimits,
}) {
  const limits = { ...LIMITS, ...ownLimits }
  const counts = { delivered: 0, published: 0, cut: 0 }
  const verify = createVerifier({ key, secret })
  const channels = createChannels(limits)
  const users = createUsers(limits.signinTimeout * 1000)
  const api = createHttpApi({ appId, channels, users, verify, limits, counts, find: socketById })
  /** @type {Map<import('ws').WebSocket, ReturnType<typeof createConnection>>} */
  const connections = new Map()
  const sockets = new Map()
  /** Connections without sign-in at the last check, with their addresses. */
  const unauthenticated = new Map()
  let isClosing = false

  const wss = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    // Pings are a hundred bytes; deflate would cost 300 kB per socket and a separate frame for each recipient.
    perMessageDeflate: false,
    maxPayload: limits.messageBytes,
    closeTimeout: 2000,
  })
  wss.on('wsClientError', (_error, socket) => refuseSocket(socket, 400))

  // Half of the shortest timeout is precise enough, and one timer for all is cheaper than one per connection.
  const sweepIntervalMs =
    (Math.min(limits.activityTimeout, limits.pongTimeout, limits.signinTimeout) * 1000) / 2
  const sweeper = setInterval(() => {
    const now = Date.now()
    for (const connection of connections.values()) connection.sweep(now)
  }, sweepIntervalMs).unref()

  return {
    handle: api.handle,
    upgrade,
    trigger,
    stats: () => ({ connections: connections.size, channels: channels.size, users: users.size, ...counts }),
    close,
  }

  /** Publishes an event like "POST events", for callers in the same process. */
  function trigger(channel, name, data) {
    counts.published++
    channels.publish(channel, frame(name, JSON.stringify(data), { channel }))
  }

  function socketById(id) {
    return sockets.get(id)
  }

  function upgrade(req, socket, head) {
    const [path, query = ''] = req.url.split('?', 2)
    if (!path.startsWith('/app/')) return false
    // `ws` listens for errors later, and an error event without a listener ends the process.
    socket.on('error', () => socket.destroy())
    if (isClosing) return reject(socket, 503)
    if (!isOriginAllowed(req.headers.origin, req.headers.host, req)) return reject(socket, 403)
    const address = addressOf(req)
    if (address && countUnauthenticated(address) >= limits.unknownPerAddress) return reject(socket, 429)
    wss.handleUpgrade(req, socket, head, (ws) =>
      openConnection(ws, socket, path, new URLSearchParams(query), address),
    )
    return true
  }

  /** Counts on each new connection instead of keeping a count, since there are few unauthenticated connections. */
  function countUnauthenticated(address) {
    let count = 0
    for (const [connection, from] of unauthenticated) {
      if (connection.isKnown() || !sockets.has(connection.socketId)) unauthenticated.delete(connection)
      else if (from === address) count++
    }
    return count
  }

  function openConnection(ws, socket, path, query, address) {
    // ws reports broken frames here and closes by itself (RFC 6455 §7.4.1: 1002, 1007, 1009).
    ws.on('error', () => {})
    const refusal = refusalOf(path, query)
    if (refusal) {
      const [code, message] = refusal
      ws.send(JSON.stringify({ event: 'pusher:error', data: { code, message } }))
      ws.close(code, message)
      return
    }
    const connection = createConnection(ws, socket, { channels, users, verify, limits, counts })
    connections.set(ws, connection)
    sockets.set(connection.socketId, connection)
    if (address) unauthenticated.set(connection, address)
    ws.on('message', (data, isBinary) => {
      // Channels protocol, "WebSocket data messages": binary frames are not supported.
      if (isBinary) return ws.close(1003, 'Text only')
      connection.receive(data)
    })
    ws.on('ping', () => connection.receive(null))
    ws.on('pong', () => connection.receive(null))
    ws.on('close', () => {
      connection.end()
      connections.delete(ws)
      sockets.delete(connection.socketId)
      unauthenticated.delete(connection)
    })
    const established = { socket_id: connection.socketId, activity_timeout: limits.activityTimeout }
    connection.deliver(frame('pusher:connection_established', established))
  }

  /** Channels protocol, "WebSocket connection" and "Error Codes". @returns {[number, string] | null} */
  function refusalOf(path, query) {
    if (path !== `/app/${key}`) return [CODE.unknownApp, 'Application does not exist']
    const protocol = query.get('protocol')
    if (protocol === null) return [CODE.noVersion, 'No protocol version supplied']
    if (!/^\d{1,4}$/.test(protocol)) return [CODE.badVersion, 'Invalid version string format']
    if (protocol !== '7') return [CODE.unsupportedVersion, 'Unsupported protocol version']
    if (connections.size >= limits.connections) return [CODE.overCapacity, 'Over capacity']
    return null
  }

  /** Closes all connections with 4200, after which clients reconnect at once, to the next process on this port. */
  async function close() {
    isClosing = true
    clearInterval(sweeper)
    const open = [...connections.keys()]
    const closed = Promise.all(open.map((ws) => new Promise((resolve) => ws.once('close', resolve))))
    for (const connection of connections.values()) connection.close(CODE.reconnect, 'Restarting')
    await Promise.race([closed, new Promise((resolve) => setTimeout(resolve, 1000).unref())])
    for (const ws of connections.keys()) ws.terminate()
    wss.close()
  }
}

function reject(socket, status) {
  refuseSocket(socket, status)
  return true
}
