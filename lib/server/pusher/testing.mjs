import { createServer } from 'node:http'
import Pusher from 'pusher'
import PusherJs from 'pusher-js'
import { WebSocket } from 'ws'
import { createPusherServer } from './pusher.mjs'

export const app = { appId: '7', key: 'test-key', secret: 'test-secret' }

/** Starts a Pusher server on loopback, with clients of the real libraries. `stop` closes everything. */
export async function startPusher({ port = 0, isOriginAllowed = () => true, addressOf, limits } = {}) {
  const pusher = createPusherServer({ ...app, isOriginAllowed, addressOf, limits })
  const failures = []
  const server = createServer(async (req, res) => {
    try {
      if (!(await pusher.handle(req, res))) res.writeHead(404).end()
    } catch (error) {
      failures.push(error)
      res.writeHead(500).end()
    }
  })
  server.on('upgrade', (req, socket, head) => pusher.upgrade(req, socket, head) || socket.destroy())
  await new Promise((resolve) => server.listen(port, '127.0.0.1', resolve))
  const at = server.address().port
  const opened = []

  const api = (credentials) =>
    new Pusher({ ...app, ...credentials, host: '127.0.0.1', port: String(at), useTLS: false })

  return {
    pusher,
    port: at,
    failures,
    api,
    /** Creates a pusher-js client as in the browser; `sign` replaces the signatures of the app. */
    client(user = 'ann', { sign = signWith(api(), user), signsIn = true } = {}) {
      const client = new PusherJs(app.key, {
        cluster: '',
        wsHost: '127.0.0.1',
        wsPort: at,
        forceTLS: false,
        enabledTransports: ['ws'],
        channelAuthorization: { customHandler: (params, done) => done(null, sign.channel(params)) },
        userAuthentication: { customHandler: (params, done) => done(null, sign.user(params)) },
      })
      opened.push(() => client.disconnect())
      if (signsIn) client.signin()
      return client
    },
    /** Opens a raw socket, to send what no client would. */
    socket(path = `/app/${app.key}?protocol=7`, options) {
      const ws = new WebSocket(`ws://127.0.0.1:${at}${path}`, options)
      ws.on('error', () => {})
      opened.push(() => ws.terminate())
      return ws
    },
    async stop({ clients = true } = {}) {
      if (clients) for (const end of opened) end()
      await pusher.close()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

export function signWith(api, user) {
  return {
    channel: ({ socketId, channelName }) =>
      api.authorizeChannel(socketId, channelName, { user_id: user, user_info: { of: user } }),
    user: ({ socketId }) => api.authenticateUser(socketId, { id: user }),
  }
}

/** Resolves with the next event of a name, as `[data, metadata]`. */
export function next(emitter, name) {
  return new Promise((resolve) => {
    const handler = (...args) => {
      emitter.unbind(name, handler)
      resolve(args)
    }
    emitter.bind(name, handler)
  })
}

export async function subscribed(client, name) {
  const channel = client.subscribe(name)
  if (!channel.subscribed) await next(channel, 'pusher:subscription_succeeded')
  return channel
}

export const connected = (client) =>
  client.connection.state === 'connected'
    ? Promise.resolve()
    : next(client.connection, 'connected').then(() => {})

export const signedIn = async (client) => {
  client.signin()
  await client.user.signinDonePromise
}

/** Yields the messages of a raw socket. */
export function reader(ws) {
  const waiting = []
  const ready = []
  ws.on('message', (data) => {
    const message = JSON.parse(data)
    if (waiting.length > 0) waiting.shift()(message)
    else ready.push(message)
  })
  return () =>
    ready.length > 0 ? Promise.resolve(ready.shift()) : new Promise((resolve) => waiting.push(resolve))
}

export const closeCode = (ws) => new Promise((resolve) => ws.once('close', resolve))
