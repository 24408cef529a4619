import { createServer } from 'node:http'
import { request } from 'node:https'
import { connect } from 'node:net'
import { networkInterfaces } from 'node:os'
import { PassThrough } from 'node:stream'
import Pusher from 'pusher'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { WebSocket } from 'ws'
import { serve } from '../../server.mjs'
import { cert, startTlsProxy } from '../../test/servers/tls-proxy.mjs'
import { setPageStatus } from '../http/page-status'
import { dropUnread } from './limit-body.mjs'

// Next needs a build and is replaced. These tests cover the guard, the sockets and the shutdown.
vi.mock('next', () => ({
  default: () => ({
    prepare: async () => {},
    close: async () => {},
    getRequestHandler: () => async (req, res) => {
      if (req.url === '/unread') {
        // Next leaves a body unread where the route does not read it.
        req.pipe(new PassThrough())
        return res.end('unread')
      }
      if (req.url === '/fails') {
        res.statusCode = 500
        return res.end('cannot be decoded')
      }
      if (req.url === '/gone') {
        await new Promise(setImmediate)
        setPageStatus(410)
        return res.end('gone')
      }
      let size = 0
      for await (const chunk of req) size += chunk.length
      res.end(`next ${req.method} ${size}`)
    },
  }),
}))

const app = { appId: '7', key: 'k', secret: 's' }
const socketPath = '/app/k?protocol=7'
let server

beforeAll(async () => {
  vi.stubEnv('HOST', '127.0.0.1')
  vi.stubEnv('PORT', '0')
  vi.stubEnv('ORIGIN', undefined)
  vi.stubEnv('PUSHER_EMBEDDED', '1')
  vi.stubEnv('PUSHER_APP_ID', app.appId)
  vi.stubEnv('PUSHER_KEY', app.key)
  vi.stubEnv('PUSHER_SECRET', app.secret)
  server = await serve()
})
afterAll(async () => {
  await server.close()
  vi.unstubAllEnvs()
})

describe('without a proxy', () => {
  it('lets a page set the status of its own response only', async () => {
    const status = async (path) => (await fetch(`http://127.0.0.1:${server.port}${path}`)).status
    expect(await Promise.all([status('/gone'), status('/'), status('/gone')])).toEqual([410, 200, 410])
  })

  it('serves pages, the HTTP API and sockets on one port', async () => {
    const url = `http://127.0.0.1:${server.port}`
    expect(await (await fetch(url)).text()).toBe('next GET 0')
    const api = new Pusher({ ...app, host: '127.0.0.1', port: String(server.port), useTLS: false })
    expect((await api.trigger('private-1', 'x', 1)).status).toBe(200)
    expect(await firstOf(new WebSocket(`ws://127.0.0.1:${server.port}${socketPath}`, { origin: url }))).toBe(
      'open',
    )
  })

  it('answers 400 where Next cannot decode an action or the router’s state, and 500 for other faults', async () => {
    const status = async (init) => (await fetch(`http://127.0.0.1:${server.port}/fails`, init)).status
    expect(await status({ method: 'POST', headers: { 'Next-Action': 'a' }, body: '{' })).toBe(400)
    expect(await status({ headers: { RSC: '1', 'Next-Router-State-Tree': '{' } })).toBe(400)
    expect(await status({ method: 'POST', body: new FormData() })).toBe(400)
    expect(await status()).toBe(500)
  })

  it('refuses sockets of other origins and on other paths', async () => {
    const open = (path, origin) => firstOf(new WebSocket(`ws://127.0.0.1:${server.port}${path}`, { origin }))
    expect(await open(socketPath, 'http://evil.example')).toBe(403)
    expect(await open('/_next/hmr', 'http://evil.example')).toBe(403)
    expect(await open('/_next/hmr', `http://127.0.0.1:${server.port}`)).toBe(404)
  })

  it('asks for a body only if it is within the limit (Expect: 100-continue)', async () => {
    const { request: plain } = await import('node:http')
    const ask = (length) =>
      new Promise((resolve) => {
        const headers = { expect: '100-continue', 'content-length': length }
        const req = plain({ port: server.port, host: '127.0.0.1', method: 'POST', headers })
        let hasContinued = false
        req.on('continue', () => {
          hasContinued = true
          req.end('x'.repeat(length))
        })
        req.on('response', (res) => resolve([hasContinued, res.resume().statusCode]))
        req.on('error', () => {})
        req.flushHeaders()
      })
    expect(await ask(10)).toEqual([true, 200])
    expect(await ask(2_000_000)).toEqual([false, 413])
  })
})

describe.each([
  ['passes Host and X-Forwarded-*', {}],
  ['replaces Host and adds X-Forwarded-*', { keepHost: false }],
  ['passes Host only', { forwarded: false }],
])('behind a TLS proxy that %s', (_name, options) => {
  let proxy
  beforeAll(async () => {
    proxy = await startTlsProxy({ target: server.port, ...options })
  })
  afterAll(() => proxy.close())

  it('serves a page', async () => expect(await ask('GET', {})).toEqual([200, 'next GET 0']))

  it('accepts forms of its own origin only', async () => {
    expect(await ask('POST', { origin: proxy.origin }, 'abc')).toEqual([200, 'next POST 3'])
    expect((await ask('POST', { origin: 'https://evil.example' }, 'abc'))[0]).toBe(403)
  })

  it('answers 413 to a body over the limit', async () => {
    expect((await ask('POST', { origin: proxy.origin }, 'x'.repeat(2_000_000)))[0]).toBe(413)
  })

  it('opens sockets for its own origin only', async () => {
    const open = (origin) =>
      firstOf(new WebSocket(`wss://localhost:${proxy.port}${socketPath}`, { ca: cert, origin }))
    expect(await open(proxy.origin)).toBe('open')
    expect(await open('https://evil.example')).toBe(403)
  })

  function ask(method, headers, body) {
    return new Promise((resolve, reject) => {
      const req = request(
        { host: 'localhost', port: proxy.port, ca: cert, method, headers, agent: false },
        async (res) => {
          let text = ''
          for await (const chunk of res) text += chunk
          resolve([res.statusCode, text])
        },
      )
      req.on('error', reject)
      req.end(body)
    })
  }
})

it('answers on both addresses of localhost', async () => {
  vi.stubEnv('HOST', 'localhost')
  const second = await serve()
  vi.stubEnv('HOST', '127.0.0.1')
  for (const host of ['127.0.0.1', 'localhost', ...(hasV6() ? ['[::1]'] : [])]) {
    expect((await fetch(`http://${host}:${second.port}/`)).status).toBe(200)
  }
  await second.close()
})

const hasV6 = () =>
  Object.values(networkInterfaces()).some((all) => all?.some(({ address }) => address === '::1'))

it('closes a server with open sockets and requests, and tells clients to reconnect', async () => {
  const second = await serve()
  const socket = new WebSocket(`ws://127.0.0.1:${second.port}${socketPath}`)
  await new Promise((resolve) => socket.once('message', resolve))
  const code = new Promise((resolve) => socket.once('close', resolve))
  await fetch(`http://127.0.0.1:${second.port}/`)
  await second.close()
  expect(await code).toBe(4200)
  await expect(fetch(`http://127.0.0.1:${second.port}/`)).rejects.toThrow()
})

describe('unfinished requests', () => {
  it('answers the next request on a connection whose last body was not read', async () => {
    const socket = connect(server.port, '127.0.0.1')
    const answers = textOf(socket)
    const body = Buffer.alloc(300_000, 0xff)
    socket.write(`POST /unread HTTP/1.1\r\nHost: localhost\r\nContent-Length: ${body.length}\r\n\r\n`)
    socket.write(body)
    socket.write('GET /next HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n')
    expect(await answers).toMatch(/unread.*next GET 0/s)
  })

  it('closes a connection whose unread body does not end', async () => {
    const careless = createServer((req, res) => {
      dropUnread(req, res, { bytes: 1000, ms: 200 })
      res.end('unread')
    })
    await new Promise((resolve) => careless.listen(0, '127.0.0.1', resolve))
    const socket = connect(careless.address().port, '127.0.0.1')
    const answers = textOf(socket)
    socket.write('POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 300\r\n\r\n')
    expect(await answers).toContain('unread')
    careless.close()
  })

  it('destroys sockets that send half a request head and never close', async () => {
    const timeouts = { headersTimeout: 200, requestTimeout: 300, connectionsCheckingInterval: 100 }
    const impatient = await serve({ timeouts })
    const sockets = Array.from({ length: 50 }, () => halfOpen(impatient.port, 'GET / HTTP/1.1\r\nHost: x'))
    for (const answer of await Promise.all(sockets.map(untilReset))) expect(answer).toMatch(/^HTTP\/1.1 408/)
    await impatient.close()
  })

  it.each([
    ['a malformed request', 'NONSENSE\r\n\r\n', 400],
    ['an upgrade where there is none', upgrade('/nowhere'), 404],
    ['an upgrade of another origin', upgrade(socketPath, 'Origin: http://evil.example'), 403],
    ['a broken handshake', upgrade(socketPath, 'Sec-WebSocket-Version: 99'), 400],
  ])('destroys the socket of %s, whether or not the client closes it', async (_, head, status) => {
    const answer = await untilReset(halfOpen(server.port, head))
    expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status}`))
  })

  function upgrade(path, ...more) {
    const head = [
      `GET ${path} HTTP/1.1`,
      'Host: localhost',
      'Connection: Upgrade',
      'Upgrade: websocket',
      ...more,
    ]
    return `${head.join('\r\n')}\r\n\r\n`
  }

  /** Connects a client that keeps its side open when the server closes. */
  function halfOpen(port, head) {
    const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true })
    socket.write(head)
    return socket
  }

  function textOf(socket) {
    return new Promise((resolve) => {
      let text = ''
      socket.on('data', (chunk) => {
        text += chunk
      })
      socket.on('error', () => {})
      socket.on('close', () => resolve(text))
    })
  }

  /** Writes until the server has closed, when a write is answered by a reset. */
  function untilReset(socket) {
    const writing = setInterval(() => socket.write('x'), 100)
    return textOf(socket).finally(() => clearInterval(writing))
  }
})

/** Resolves with 'open' at the first message of the server, or with the status of its refusal. */
function firstOf(socket) {
  return new Promise((resolve) => {
    socket.on('error', () => {})
    socket.once('unexpected-response', (_req, res) => resolve(res.statusCode))
    socket.once('message', () => {
      socket.terminate()
      resolve('open')
    })
  })
}
