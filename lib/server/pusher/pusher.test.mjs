import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { app, connected, next, signedIn, signWith, startPusher, subscribed } from './testing.mjs'

/** @type {Awaited<ReturnType<typeof startPusher>>} */
let server
beforeEach(async () => {
  server = await startPusher()
})
afterEach(async () => {
  await server.stop()
  expect(server.failures).toEqual([])
})

describe('with pusher-js and pusher', () => {
  it('delivers only to subscribers of a private channel', async () => {
    const [a, b] = [server.client(), server.client('bob')]
    const channel = await subscribed(a, 'private-calendar-1')
    const other = await subscribed(b, 'private-calendar-2')
    other.bind('changed', () => expect.fail('not for this channel'))
    const heard = next(channel, 'changed')
    await server.api().trigger('private-calendar-1', 'changed', { stream: 's', seq: 9 })
    expect((await heard)[0]).toEqual({ stream: 's', seq: 9 })
  })

  it('delivers batches to several channels, with characters outside ASCII', async () => {
    const client = server.client()
    const first = await subscribed(client, 'private-1')
    const second = await subscribed(client, 'private-2')
    const heard = [next(first, 'x'), next(second, 'y'), next(first, 'z'), next(second, 'z')]
    await server.api().triggerBatch([
      { channel: 'private-1', name: 'x', data: 'żółw 🐢' },
      { channel: 'private-2', name: 'y', data: { a: [1] } },
    ])
    await server.api().trigger(['private-1', 'private-2'], 'z', 'both')
    expect((await Promise.all(heard)).map(([data]) => data)).toEqual(['żółw 🐢', { a: [1] }, 'both', 'both'])
  })

  it('delivers frames of each length encoding', async () => {
    const channel = await subscribed(server.client(), 'private-1')
    for (const length of [0, 1, 60, 70, 125, 126, 127, 4000, 10_238]) {
      const heard = next(channel, 'x')
      await server.api().trigger('private-1', 'x', 'a'.repeat(length))
      expect((await heard)[0]).toHaveLength(length)
    }
  })

  it('excludes the socket that caused the event', async () => {
    const [a, b] = [server.client(), server.client('bob')]
    const [mine, theirs] = [await subscribed(a, 'private-1'), await subscribed(b, 'private-1')]
    mine.bind('x', () => expect.fail('excluded'))
    const heard = [next(theirs, 'x'), next(mine, 'after')]
    await server.api().trigger('private-1', 'x', 1, { socket_id: a.connection.socket_id })
    await server.api().trigger('private-1', 'after', 1)
    await Promise.all(heard)
  })

  it('delivers nothing after unsubscribing', async () => {
    const client = server.client()
    const channel = await subscribed(client, 'private-1')
    const other = await subscribed(client, 'private-2')
    channel.bind('x', () => expect.fail('unsubscribed'))
    channel.unsubscribe()
    // The other channel and that of the signed-in user remain.
    await expect.poll(() => server.pusher.stats().channels).toBe(2)
    const heard = next(other, 'x')
    await server.api().trigger(['private-1', 'private-2'], 'x', 1)
    await heard
  })

  it('refuses public channels', async () => {
    const channel = server.client().subscribe('calendar-1')
    expect((await next(channel, 'pusher:subscription_error'))[0]).toMatchObject({ status: 403 })
    await expect(server.api().trigger('calendar-1', 'x', 1)).rejects.toMatchObject({ status: 400 })
  })

  it('refuses a subscription with an invalid signature, or one for another channel or socket', async () => {
    const good = signWith(server.api(), 'ann')
    const forged = [
      () => ({ auth: `${app.key}:${'0'.repeat(64)}` }),
      () => ({ auth: 'nonsense' }),
      ({ socketId }) => good.channel({ socketId, channelName: 'private-2' }),
      ({ channelName }) => good.channel({ socketId: '1.1', channelName }),
      (params) => signWith(server.api({ secret: 'other' }), 'ann').channel(params),
    ]
    for (const channel of forged) {
      const client = server.client('ann', { sign: { ...good, channel } })
      const [error] = await next(client.subscribe('private-1'), 'pusher:subscription_error')
      expect(error).toMatchObject({ type: 'AuthError', status: 401 })
    }
    // Each client is signed in, and on no channel but that of its user.
    expect(server.pusher.stats().channels).toBe(1)
  })

  it('subscribes to a private channel once the socket has signed in', async () => {
    const client = server.client('ann', { signsIn: false })
    const channel = client.subscribe('private-1')
    await connected(client)
    channel.bind('x', () => expect.fail('not signed in yet'))
    const witness = await subscribed(server.client('bob'), 'private-1')
    const heard = next(witness, 'x')
    await server.api().trigger('private-1', 'x', 1)
    await heard
    channel.unbind('x')
    const entered = next(channel, 'pusher:subscription_succeeded')
    client.signin()
    await entered
    const now = next(channel, 'y')
    await server.api().trigger('private-1', 'y', 2)
    expect((await now)[0]).toBe(2)
  })

  it('drops a pending channel on unsubscribe', async () => {
    const client = server.client('ann', { signsIn: false })
    await connected(client)
    const channel = client.subscribe('private-1')
    channel.unsubscribe()
    await signedIn(client)
    await expect.poll(() => server.pusher.stats().channels).toBe(1)
  })
})

describe('a restart', () => {
  it('closes with 4200, after which clients reconnect and resubscribe by themselves', async () => {
    const client = server.client()
    await subscribed(client, 'private-1')
    const { port } = server
    const closeError = next(client.connection, 'error')
    const trying = next(client.connection, 'connecting')
    await server.stop({ clients: false })
    expect((await closeError)[0].error?.data?.code ?? (await closeError)[0].data?.code).toBe(4200)
    await trying
    server = await startPusher({ port })
    // pusher-js repeats an attempt at a closed port only after 15 s, so an app reconnects itself.
    client.disconnect()
    client.connect()
    await expect.poll(() => server.pusher.stats().channels).toBe(2)
    const heard = next(client.channel('private-1'), 'x')
    await server.api().trigger('private-1', 'x', 1)
    await heard
    client.disconnect()
  })
})
