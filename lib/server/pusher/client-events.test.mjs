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
