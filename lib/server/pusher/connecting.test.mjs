import { connect } from 'node:net'
import { describe, expect, it } from 'vitest'
import { expectDelivery, restart, server } from './pusher.test.server.mjs'
import { closeCode, reader } from './testing.mjs'

describe('connecting', () => {
  it.each([
    ['/app/other?protocol=7', 4001],
    ['/app/test-key/more?protocol=7', 4001],
    ['/app/%?protocol=7', 4001],
    ['/app/test-key', 4008],
    ['/app/test-key?protocol=x', 4006],
    ['/app/test-key?protocol=5', 4007],
  ])('closes a connection to %s with %i', async (path, code) => {
    const socket = server.socket(path)
    const read = reader(socket)
    expect((await read()).data.code).toBe(code)
    expect(await closeCode(socket)).toBe(code)
  })

  it('sends the socket id and the activity timeout', async () => {
    const { event, data } = await reader(server.socket())()
    expect(event).toBe('pusher:connection_established')
    expect(JSON.parse(data)).toEqual({
      socket_id: expect.stringMatching(/^\d+\.\d+$/),
      activity_timeout: 120,
    })
  })

  it('refuses other origins', async () => {
    await restart({ isOriginAllowed: (origin, host) => origin === `http://${host}` })
    const refused = server.socket(undefined, { origin: 'http://evil.example' })
    const status = await new Promise((resolve) =>
      refused.once('unexpected-response', (_req, res) => resolve(res.statusCode)),
    )
    expect(status).toBe(403)
    const accepted = server.socket(undefined, { origin: `http://127.0.0.1:${server.port}` })
    expect((await reader(accepted)()).event).toBe('pusher:connection_established')
  })

  it('refuses connections over the limit with 4100', async () => {
    await restart({ limits: { connections: 1 } })
    await reader(server.socket())()
    expect(await closeCode(server.socket())).toBe(4100)
  })

  it('survives an incomplete handshake', async () => {
    for (const text of [
      'GET /app/test-key HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n',
      'GET /app',
    ]) {
      const socket = connect(server.port, '127.0.0.1')
      socket.on('error', () => {})
      socket.write(text)
      socket.destroySoon()
      await new Promise((resolve) => socket.once('close', resolve))
    }
    await expectDelivery()
  })
})
