import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { next, startPusher, subscribed } from './testing.mjs'

/** @type {Awaited<ReturnType<typeof startPusher>>} */
let server
beforeEach(async () => {
  server = await startPusher()
})
afterEach(async () => {
  await server.stop()
  expect(server.failures).toEqual([])
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

    const removal = next(bob, 'pusher:member_removed')
    tab1.disconnect()
    await expect.poll(() => server.pusher.stats().connections).toBe(2)
    expect(await users('presence-g')).toEqual(['bob', 'ann'])
    tab2.disconnect()
    expect((await removal)[0].id).toBe('ann')
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
