import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { app, startPusher } from '@/lib/server/pusher/testing.mjs'
import { guestChannel, guestUserId, PING, presenceChannel } from './channels'
import { followGuestPage } from './client-of-guest'

const LINK = '0198c5a0-0000-7000-8000-000000000001'

let server: Awaited<ReturnType<typeof startPusher>>
let stop: () => void
let isStale: boolean
const onChanged = vi.fn()
/** The times that the page sent with its requests for signatures. */
const sentTimes: number[] = []

beforeEach(async () => {
  server = await startPusher()
  ;[isStale, stop] = [false, () => {}]
  sentTimes.length = 0
  onChanged.mockReset()
  vi.stubGlobal('location', { protocol: 'http:', hostname: '127.0.0.1', port: '' })
  vi.stubGlobal('fetch', async (path: string, { body }: { body: string }) => {
    const { socket_id, since } = JSON.parse(body)
    sentTimes.push(since)
    const user = guestUserId(LINK)
    return Response.json({
      signIn: server.api().authenticateUser(socket_id, { id: user }),
      channel: server.api().authorizeChannel(socket_id, guestChannel(LINK), { user_id: user }),
      presence: server.api().authorizeChannel(socket_id, presenceChannel(LINK), { user_id: path.slice(1) }),
      isStale,
    })
  })
})
afterEach(async () => {
  stop()
  vi.unstubAllGlobals()
  await server.stop()
})

/** Follows the page until its channel is open. */
async function follow() {
  const settings = { key: app.key, host: '127.0.0.1', port: server.port }
  stop = followGuestPage(
    { settings, channel: guestChannel(LINK), authPath: '/api/guest/x/realtime' },
    () => 7,
    onChanged,
  )
  // The channel of the page, and the one that pusher-js opens for every user.
  await expect.poll(() => server.pusher.stats().channels, { timeout: 5000 }).toBe(2)
}

const ping = () => server.api().trigger(guestChannel(LINK), PING, {})

it('reports pings of the page, after one request that signs the socket and its channel', async () => {
  await follow()
  expect(onChanged).not.toHaveBeenCalled()
  await ping()
  await expect.poll(() => onChanged.mock.calls.length).toBe(1)
  expect(sentTimes).toEqual([7])
})

it('reports a page that has changed before the connection was open', async () => {
  isStale = true
  await follow()
  await expect.poll(() => onChanged.mock.calls.length).toBe(1)
})

it('reports that the server has closed the connection, and hears no later ping', async () => {
  await follow()
  await server.api().terminateUserConnections(guestUserId(LINK))
  await expect.poll(() => onChanged.mock.calls.length, { timeout: 1000 }).toBe(1)
  await ping()
  expect(server.pusher.stats().channels).toBe(0)
})

it('reports nothing after it was stopped', async () => {
  await follow()
  stop()
  await expect.poll(() => server.pusher.stats().connections).toBe(0)
  expect(onChanged).not.toHaveBeenCalled()
})

it('reports who has the page open, as others come and go', async () => {
  const present = vi.fn()
  const channel = presenceChannel(LINK)
  const join = (member: string) => {
    const settings = { key: app.key, host: '127.0.0.1', port: server.port }
    const source = { settings, channel: guestChannel(LINK), presence: channel, authPath: `/${member}` }
    const onPresent = member === 'first' ? present : undefined
    return followGuestPage(source, () => 7, onChanged, onPresent)
  }
  stop = join('first')
  await expect.poll(() => present.mock.lastCall, { timeout: 5000 }).toEqual([['first']])
  const leave = join('second')
  await expect.poll(() => present.mock.lastCall, { timeout: 5000 }).toEqual([['first', 'second']])
  leave()
  await expect.poll(() => present.mock.lastCall, { timeout: 5000 }).toEqual([['first']])
})
