import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  closeCode,
  connected,
  next,
  reader,
  signedIn,
  signWith,
  startPusher,
  subscribed,
} from './testing.mjs'

/** @type {Awaited<ReturnType<typeof startPusher>>} */
let server
beforeEach(async () => {
  server = await startPusher()
})
afterEach(async () => {
  await server.stop()
  expect(server.failures).toEqual([])
})

describe('users', () => {
  it('sends events to users after sign-in, and disconnects all their sockets with 4009', async () => {
    const [tab1, tab2, bob] = [server.client(), server.client(), server.client('bob')]
    await Promise.all([tab1, tab2, bob].map(signedIn))
    const channel = await subscribed(tab1, 'private-1')
    channel.bind('after', () => expect.fail('cut off'))
    await expect.poll(() => server.pusher.stats().channels).toBe(3)
    const heard = [next(tab1.user, 'hello'), next(tab2.user, 'hello')]
    await server.api().sendToUser('ann', 'hello', { n: 1 })
    expect((await Promise.all(heard)).map(([data]) => data)).toEqual([{ n: 1 }, { n: 1 }])

    const gone = [next(tab1.connection, 'disconnected'), next(tab2.connection, 'disconnected')]
    const codes = []
    tab1.connection.bind('error', ({ data }) => codes.push(data?.code))
    await server.api().terminateUserConnections('ann')
    await server.api().trigger('private-1', 'after', 1)
    await Promise.all(gone)
    expect(codes).toContain(4009)
    expect(bob.connection.state).toBe('connected')
    await expect.poll(() => server.pusher.stats()).toMatchObject({ connections: 1, users: 1, channels: 1 })
  })

  it('rejects users with a forged signature', async () => {
    const sign = {
      ...signWith(server.api(), 'ann'),
      user: signWith(server.api({ secret: 'no' }), 'bob').user,
    }
    const client = server.client('ann', { sign })
    await connected(client)
    const gone = next(client.connection, 'disconnected')
    client.signin()
    await gone
    expect(server.pusher.stats().users).toBe(0)
  })

  it('requires a new signature from users who were cut off before signing in', async () => {
    const api = server.api()
    const socket = server.socket()
    const read = reader(socket)
    const { socket_id: id } = JSON.parse((await read()).data)
    const { auth } = api.authorizeChannel(id, 'private-1')
    const signed = api.authenticateUser(id, { id: 'ann' })
    await api.terminateUserConnections('ann')
    const closed = closeCode(socket)
    socket.send(JSON.stringify({ event: 'pusher:subscribe', data: { channel: 'private-1', auth } }))
    socket.send(JSON.stringify({ event: 'pusher:signin', data: signed }))
    expect(await closed).toBe(4200)
    expect(server.pusher.stats()).toMatchObject({ users: 0, channels: 0 })
    // A new connection with a new signature is accepted.
    await subscribed(server.client('ann'), 'private-1')
  })

  it('rejects a signature for another user, before and after sign-in', async () => {
    const api = server.api()
    const socket = server.socket()
    const read = reader(socket)
    const { socket_id: id } = JSON.parse((await read()).data)
    const ofAnn = (channel) => ({
      event: 'pusher:subscribe',
      data: { channel, ...api.authorizeChannel(id, channel, { user_id: 'ann' }) },
    })
    socket.send(JSON.stringify(ofAnn('private-1')))
    socket.send(JSON.stringify({ event: 'pusher:signin', data: api.authenticateUser(id, { id: 'bob' }) }))
    expect((await read()).event).toBe('pusher:signin_success')
    socket.send(JSON.stringify(ofAnn('private-2')))
    expect(await read()).toMatchObject({ event: 'pusher:subscription_error', channel: 'private-2' })
    expect(server.pusher.stats().channels).toBe(0)
  })

  it('disconnects clients without sign-in after a time, or beyond a number per address', async () => {
    await server.stop()
    const limits = { signinTimeout: 0.5, unknownPerAddress: 2 }
    server = await startPusher({ addressOf: () => '192.0.2.1', limits })
    const [first, second] = [server.socket(), server.socket()]
    await Promise.all([reader(first)(), reader(second)()])
    const refused = await new Promise((resolve) =>
      server.socket().on('unexpected-response', (_, { statusCode }) => resolve(statusCode)),
    )
    expect(refused).toBe(429)
    expect(await Promise.all([first, second].map(closeCode))).toEqual([4009, 4009])
    await signedIn(server.client('ann'))
  })

  it('refuses a subscription to the events of another user', async () => {
    const client = server.client()
    await signedIn(client)
    const errored = new Promise((resolve) =>
      client.bind_global((name, data) => /error/.test(name) && resolve(data)),
    )
    client.send_event('pusher:subscribe', { auth: '', channel: '#server-to-user-bob' })
    expect(await errored).toMatchObject({ status: 401 })
  })
})
