import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { expectDelivery, restart, server } from './pusher.test.server.mjs'
import { app, closeCode, next, reader, signWith, subscribed } from './testing.mjs'

describe('messages', () => {
  it.each([
    '',
    '{',
    'null',
    '7',
    '"x"',
    '[]',
    '{}',
    '{"event":1}',
    '{"event":"nope"}',
    '{"event":"client-x","channel":{}}',
    '{"event":"pusher:subscribe"}',
    '{"event":"pusher:subscribe","data":null}',
    '{"event":"pusher:subscribe","data":{"channel":[]}}',
    '{"event":"pusher:subscribe","data":{"channel":"private-a b"}}',
    `{"event":"pusher:subscribe","data":{"channel":"private-${'x'.repeat(300)}"}}`,
  ])('answers %s with an error', async (text) => {
    const socket = server.socket()
    const read = reader(socket)
    await read()
    socket.send(text)
    expect((await read()).event).toBe('pusher:error')
    socket.send('{"event":"pusher:ping"}')
    expect((await read()).event).toBe('pusher:pong')
  })

  it('rejects messages that are binary or too large', async () => {
    const binary = server.socket()
    await reader(binary)()
    binary.send(Buffer.from([1, 2, 3]))
    expect(await closeCode(binary)).toBe(1003)
    const giant = server.socket()
    await reader(giant)()
    giant.send('x'.repeat(100_000))
    expect(await closeCode(giant)).toBe(1009)
  })

  it('rejects messages over the rate limit', async () => {
    const socket = server.socket()
    await reader(socket)()
    for (let i = 0; i < 6000; i++) socket.send('{"event":"pusher:ping"}')
    expect(await closeCode(socket)).toBe(4100)
  })

  it('refuses subscriptions to too many channels, or to one twice', async () => {
    // The user's own channel counts.
    await restart({ limits: { channelsPerConnection: 3 } })
    const client = server.client()
    await subscribed(client, 'private-1')
    await subscribed(client, 'private-2')
    const [error] = await next(client.subscribe('private-3'), 'pusher:subscription_error')
    expect(error.type).toBe('LimitReached')
    const { auth } = signWith(server.api(), 'a').channel({
      socketId: client.connection.socket_id,
      channelName: 'private-1',
    })
    const errored = next(client.connection, 'error')
    client.send_event('pusher:subscribe', { channel: 'private-1', auth })
    expect((await errored)[0].data.message).toMatch(/Already/)
  })

  it('requires channel_data with a user on presence channels', async () => {
    const socket = server.socket()
    const read = reader(socket)
    const { socket_id: socketId } = JSON.parse((await read()).data)
    const subscribe = (channelData) => {
      const signature = server.api().config.token.sign(`${socketId}:presence-g:${channelData}`)
      const data = { channel: 'presence-g', auth: `${app.key}:${signature}`, channel_data: channelData }
      socket.send(JSON.stringify({ event: 'pusher:subscribe', data }))
      return read()
    }
    const long = JSON.stringify({ user_id: 'a', user_info: 'x'.repeat(2000) })
    for (const data of ['', '{', 'null', '{}', '{"user_id":""}', '{"user_id":{}}', long]) {
      expect((await subscribe(data)).event).toBe('pusher:subscription_error')
    }
    expect(JSON.parse((await subscribe('{"user_id":7}')).data).presence.ids).toEqual(['7'])
  })

  it('survives messages of any content', async () => {
    const text = fc.oneof(
      fc.string(),
      fc.json(),
      fc
        .record({
          event: fc.constantFrom(
            'pusher:subscribe',
            'pusher:unsubscribe',
            'pusher:signin',
            'client-x',
            'pusher:ping',
          ),
          channel: fc.oneof(
            fc.constantFrom('private-1', 'presence-1', '#server-to-user-1', '__proto__'),
            fc.anything(),
          ),
          data: fc.oneof(
            fc.json(),
            fc.anything(),
            fc.record({
              channel: fc.constantFrom('private-1', 'presence-1', '#server-to-user-1', 'public'),
              auth: fc.oneof(fc.constant(`${app.key}:`), fc.string(), fc.anything()),
              channel_data: fc.oneof(fc.json(), fc.anything()),
              user_data: fc.oneof(fc.json(), fc.anything()),
            }),
          ),
        })
        .map((message) => safeJson(message)),
    )
    const frames = fc.array(fc.oneof(text, fc.uint8Array({ maxLength: 40 })), { maxLength: 20 })
    await fc.assert(
      fc.asyncProperty(frames, async (all) => {
        const socket = server.socket()
        await reader(socket)()
        for (const each of all) socket.send(each)
        const closed = closeCode(socket)
        socket.close()
        await closed
      }),
      { numRuns: 150 },
    )
    // Bytes that are no frames at all.
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), async (bytes) => {
        const socket = server.socket()
        await reader(socket)()
        const closed = closeCode(socket)
        socket._socket.write(bytes)
        socket._socket.end()
        await closed
      }),
      { numRuns: 100 },
    )
    await expectDelivery()
    await expect.poll(() => server.pusher.stats()).toMatchObject({ connections: 0, channels: 0, users: 0 })
  })
})

/** Converts a value to JSON. Generated values may contain what JSON cannot represent. */
function safeJson(value) {
  try {
    return JSON.stringify(value) ?? 'undefined'
  } catch {
    return '{"event":"pusher:subscribe","data":1}'
  }
}
