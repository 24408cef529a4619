import { createServer, request } from 'node:http'
import { connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createGuard, MAX_BODY } from './guard.mjs'

describe('createGuard', () => {
  let server
  let port
  /** Sizes of the bodies that were read completely. */
  const read = []
  const failures = []

  beforeAll(async () => {
    const guard = createGuard({})
    server = createServer(async (req, res) => {
      try {
        if (!guard(req, res)) return
        if (req.url === '/early') res.write('early')
        let size = 0
        for await (const chunk of req) size += chunk.length
        read.push(size)
        res.setHeader('x-size', size)
        res.end('ok')
      } catch (error) {
        failures.push(error)
        // As Next does when a reader fails.
        res.setHeader('x-late', '1')
        res.statusCode = 500
        res.end('late')
      }
    })
    await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
    port = server.address().port
  })
  afterAll(() => new Promise((resolve) => server.close(resolve) && server.closeAllConnections()))

  const post = (body, headers = {}) =>
    fetch(`http://127.0.0.1:${port}/`, { method: 'POST', body, headers, duplex: 'half' })
  const streamOf = (size) => new Blob([new Uint8Array(size)]).stream()

  it('accepts bodies up to the limit, with or without Content-Length', async () => {
    expect((await post(new Uint8Array(MAX_BODY))).status).toBe(200)
    expect((await post(streamOf(MAX_BODY))).headers.get('x-size')).toBe(String(MAX_BODY))
  })

  it('answers 413 over the limit, and the reader never sees the end of the body', async () => {
    const before = read.length
    for (const body of [new Uint8Array(MAX_BODY + 1), streamOf(MAX_BODY + 1), streamOf(5 * MAX_BODY)]) {
      const response = await post(body)
      expect(response.status).toBe(413)
      expect(await response.json()).toMatchObject({ error: { code: 'too_large' } })
    }
    expect(read.length).toBe(before)
    expect((await post('x')).status).toBe(200)
  })

  it('closes the connection of a client that never ends its body', async () => {
    const req = request({
      port,
      host: '127.0.0.1',
      method: 'POST',
      headers: { 'transfer-encoding': 'chunked' },
    })
    const answered = new Promise((resolve) => req.once('response', (res) => resolve(res.resume().statusCode)))
    const closed = new Promise((resolve) => req.once('close', resolve))
    req.on('error', () => {})
    const chunk = Buffer.alloc(256 * 1024)
    const timer = setInterval(() => req.write(chunk), 1)
    expect(await answered).toBe(413)
    await closed
    clearInterval(timer)
  })

  it('closes the connection of a body over the limit if the response has begun', async () => {
    const req = request({
      port,
      host: '127.0.0.1',
      path: '/early',
      method: 'POST',
      headers: { 'transfer-encoding': 'chunked' },
    })
    const closed = new Promise((resolve) => req.once('close', resolve))
    req.on('response', (res) => res.on('error', () => {}).resume())
    req.on('error', () => {})
    for (let i = 0; i < 8; i++) req.write(Buffer.alloc(MAX_BODY / 4))
    await closed
  })

  it('answers navigations in HTML and fetches in JSON, with security headers', async () => {
    const cross = { origin: 'http://evil.example' }
    const html = await post('x', { ...cross, accept: 'text/html,*/*' })
    // Node's fetch says `sec-fetch-mode: cors`.
    expect(html.headers.get('content-type')).toBe('application/json')
    const page = await raw(
      `POST / HTTP/1.1\r\nHost: x\r\nOrigin: null\r\nAccept: text/html\r\nContent-Length: 1\r\n\r\nx`,
    )
    expect(page).toMatch(/^HTTP\/1\.1 403/)
    expect(page).toMatch(/text\/html/)
    for (const response of [page, await raw('GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n')]) {
      expect(response).toMatch(/X-Content-Type-Options: nosniff/)
      expect(response).toMatch(/X-Frame-Options: DENY/)
      expect(response).toMatch(/Referrer-Policy: same-origin/)
      expect(response).toMatch(/Content-Security-Policy: script-src 'self' 'nonce-/)
      expect(response).not.toMatch(/Strict-Transport-Security/)
    }
  })

  it('keeps the connection after a refusal without a body', async () => {
    const response = await raw(
      'GET /% HTTP/1.1\r\nHost: x\r\n\r\nGET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n',
    )
    expect(response.match(/HTTP\/1\.1 (\d+)/g)).toEqual(['HTTP/1.1 400', 'HTTP/1.1 200'])
  })

  function raw(text) {
    return new Promise((resolve) => {
      let received = ''
      const socket = connect(port, '127.0.0.1')
      socket.on('data', (data) => {
        received += data
      })
      socket.on('close', () => resolve(received))
      socket.write(text)
    })
  }
})
