import { request } from 'node:https'
import { networkInterfaces } from 'node:os'
import Pusher from 'pusher'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { WebSocket } from 'ws'
import { cert, startTlsProxy } from '../../e2e/servers/tls-proxy.mjs'
import { serve } from '../../server.mjs'

// Next needs a build. What matters here is what stands before it: the guard, the sockets and the end.
vi.mock('next', () => ({
  default: () => ({
    prepare: async () => {},
    close: async () => {},
    getRequestHandler: () => async (req, res) => {
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

describe('directly', () => {
  it('serves pages, the HTTP API and sockets on one port', async () => {
    const url = `http://127.0.0.1:${server.port}`
    expect(await (await fetch(url)).text()).toBe('next GET 0')
    const api = new Pusher({ ...app, host: '127.0.0.1', port: String(server.port), useTLS: false })
    expect((await api.trigger('private-1', 'x', 1)).status).toBe(200)
    expect(await firstOf(new WebSocket(`ws://127.0.0.1:${server.port}${socketPath}`, { origin: url }))).toBe(
      'open',
    )
  })

  it('refuses sockets of other origins, and where there are none', async () => {
    const open = (path, origin) => firstOf(new WebSocket(`ws://127.0.0.1:${server.port}${path}`, { origin }))
    expect(await open(socketPath, 'http://evil.example')).toBe(403)
    expect(await open('/_next/hmr', 'http://evil.example')).toBe(403)
    expect(await open('/_next/hmr', `http://127.0.0.1:${server.port}`)).toBe(404)
  })

  it('asks for a body only when it may come (Expect: 100-continue)', async () => {
    const { request: plain } = await import('node:http')
    const ask = (length) =>
      new Promise((resolve) => {
        const headers = { expect: '100-continue', 'content-length': length }
        const req = plain({ port: server.port, host: '127.0.0.1', method: 'POST', headers })
        let continued = false
        req.on('continue', () => {
          continued = true
          req.end('x'.repeat(length))
        })
        req.on('response', (res) => resolve([continued, res.resume().statusCode]))
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

  it('takes a form of its own pages and of no others', async () => {
    expect(await ask('POST', { origin: proxy.origin }, 'abc')).toEqual([200, 'next POST 3'])
    expect((await ask('POST', { origin: 'https://evil.example' }, 'abc'))[0]).toBe(403)
  })

  it('answers 413', async () => {
    expect((await ask('POST', { origin: proxy.origin }, 'x'.repeat(2_000_000)))[0]).toBe(413)
  })

  it('opens sockets for its own pages and for no others', async () => {
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

it('closes while sockets and requests are open, telling clients to come back', async () => {
  const second = await serve()
  const socket = new WebSocket(`ws://127.0.0.1:${second.port}${socketPath}`)
  await new Promise((resolve) => socket.once('message', resolve))
  const code = new Promise((resolve) => socket.once('close', resolve))
  await fetch(`http://127.0.0.1:${second.port}/`)
  await second.close()
  expect(await code).toBe(4200)
  await expect(fetch(`http://127.0.0.1:${second.port}/`)).rejects.toThrow()
})

/** 'open' once the server speaks, or the status of its refusal. */
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
