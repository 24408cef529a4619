import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  app,
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
    // Each is signed in, and on no channel but their own.
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

describe('presence', () => {
  it('counts a user with several tabs once', async () => {
    const bob = await subscribed(server.client('bob'), 'presence-g')
    const joined = next(bob, 'pusher:member_added')
    const [tab1, tab2] = [server.client(), server.client()]
    await subscribed(tab1, 'presence-g')
    expect((await joined)[0]).toEqual({ id: 'ann', info: { of: 'ann' } })

    bob.bind('pusher:member_added', () => expect.fail('ann is here already'))
    const second = await subscribed(tab2, 'presence-g')
    expect(second.members.count).toBe(2)
    expect(second.members.me.id).toBe('ann')
    expect(await users('presence-g')).toEqual(['bob', 'ann'])

    const left = next(bob, 'pusher:member_removed')
    tab1.disconnect()
    await expect.poll(() => server.pusher.stats().connections).toBe(2)
    expect(await users('presence-g')).toEqual(['bob', 'ann'])
    tab2.disconnect()
    expect((await left)[0].id).toBe('ann')
    expect(await users('presence-g')).toEqual(['bob'])
  })

  it('refuses members beyond the limit', async () => {
    await server.stop()
    server = await startPusher({ limits: { presenceMembers: 1 } })
    await subscribed(server.client('ann'), 'presence-g')
    await subscribed(server.client('ann'), 'presence-g')
    const [error] = await next(server.client('bob').subscribe('presence-g'), 'pusher:subscription_error')
    expect(error.type).toBe('LimitReached')
  })

  async function users(channel) {
    const response = await server.api().get({ path: `/channels/${channel}/users` })
    return (await response.json()).users.map(({ id }) => id)
  }
})

describe('client events', () => {
  it.each(['private-1', 'presence-g'])(
    'refuses client events on %s with an error, and sends them to no other member',
    async (name) => {
      const [a, b] = [server.client(), server.client('bob')]
      const [from, to] = [await subscribed(a, name), await subscribed(b, name)]
      to.bind_global((event) => event.startsWith('client-') && expect.fail('a client event was relayed'))
      const refused = next(a.connection, 'error')
      from.trigger('client-typing', { on: true })
      const [{ data }] = await refused
      expect(data).toEqual({ code: null, message: 'Client events are not enabled for this app' })
      // Both connections stay usable, and this event arrives after a relayed one would have.
      const heard = next(to, 'x')
      await server.api().trigger(name, 'x', 1)
      await heard
      expect(a.connection.state).toBe('connected')
    },
  )
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

describe('a restart', () => {
  it('closes with 4200, after which clients reconnect and resubscribe by themselves', async () => {
    const client = server.client()
    await subscribed(client, 'private-1')
    const { port } = server
    const told = next(client.connection, 'error')
    const trying = next(client.connection, 'connecting')
    await server.stop({ clients: false })
    expect((await told)[0].error?.data?.code ?? (await told)[0].data?.code).toBe(4200)
    await trying
    server = await startPusher({ port })
    // An attempt that met a closed port is repeated by pusher-js after 15 s only, so an app asks again itself.
    client.disconnect()
    client.connect()
    await expect.poll(() => server.pusher.stats().channels).toBe(2)
    const heard = next(client.channel('private-1'), 'x')
    await server.api().trigger('private-1', 'x', 1)
    await heard
    client.disconnect()
  })
})
