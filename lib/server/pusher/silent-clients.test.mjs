import { describe, expect, it } from 'vitest'
import { restart, server } from './pusher.test.server.mjs'
import { closeCode, connected, reader, signedIn, signWith, subscribed } from './testing.mjs'

describe('silent clients', () => {
  it('pings silent clients, and closes them with 4201 if they do not respond', async () => {
    await restart({ limits: { activityTimeout: 0.05, pongTimeout: 0.1 } })
    const client = server.client()
    await connected(client)
    const mute = server.socket()
    const read = reader(mute)
    await read()
    expect((await read()).event).toBe('pusher:ping')
    expect((await read()).event).toBe('pusher:error')
    expect(await closeCode(mute)).toBe(4201)
    expect(client.connection.state).toBe('connected')
  })

  it('disconnects clients that do not read', async () => {
    await restart({ limits: { bufferedBytes: 64 * 1024 } })
    const client = server.client()
    await signedIn(client)
    await subscribed(client, 'private-1')
    const slow = server.socket()
    const { socket_id: socketId } = JSON.parse((await reader(slow)()).data)
    const slowly = signWith(server.api(), 's')
    slow.send(JSON.stringify({ event: 'pusher:signin', data: slowly.user({ socketId }) }))
    slow.send(
      JSON.stringify({
        event: 'pusher:subscribe',
        data: {
          channel: 'private-1',
          ...slowly.channel({ socketId, channelName: 'private-1' }),
        },
      }),
    )
    await expect.poll(async () => (await info()).subscription_count).toBe(2)
    slow.pause()
    const event = { channels: Array(1).fill('private-1'), name: 'x', data: 'x'.repeat(10_000) }
    for (let i = 0; i < 3000 && server.pusher.stats().cut === 0; i++) {
      await server.api().triggerBatch(Array.from({ length: 9 }, () => ({ ...event, channel: 'private-1' })))
    }
    expect(server.pusher.stats()).toMatchObject({ cut: 1, channels: 2 })
    expect((await info()).subscription_count).toBe(1)
  })

  const info = async () =>
    (await server.api().get({ path: '/channels/private-1', params: { info: 'subscription_count' } })).json()
})
