import { afterEach, beforeEach, expect } from 'vitest'
import { next, startPusher, subscribed } from './testing.mjs'

/**
 * The server of the current test, in each file that imports this.
 * @type {Awaited<ReturnType<typeof startPusher>>}
 */
export let server
beforeEach(async () => {
  server = await startPusher()
})
afterEach(async () => {
  await server.stop()
  expect(server.failures).toEqual([])
})

/** Replaces the server by one with other options. */
export async function restart(options) {
  await server.stop()
  server = await startPusher(options)
}

/** Expects that the server still delivers an event. */
export async function expectDelivery() {
  const client = server.client('witness')
  const channel = await subscribed(client, 'private-witness')
  const heard = next(channel, 'x')
  await server.api().trigger('private-witness', 'x', 1)
  await heard
  client.disconnect()
}
