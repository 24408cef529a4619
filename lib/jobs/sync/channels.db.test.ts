import { eq } from 'drizzle-orm'
import { afterAll, beforeEach, expect, it } from 'vitest'
import { db } from '@/db/client'
import { bindings, connections } from '@/db/schema/connections'
import { hashToken } from '@/lib/access/secrets'
import { DAY, HOUR, MINUTE } from '@/lib/calendar/day'
import { stopChannels } from '@/lib/commands/effects/stop-channels'
import { receiveGoogleNotification, receiveMicrosoftNotifications } from '@/lib/http/webhooks'
import type { Jobs } from '@/lib/queue'
import { eventsIn } from '@/lib/sync/sync.test.account'
import { makeUser } from '@/test/database/fixtures'
import {
  insertGoogleBinding,
  insertGoogleConnection,
  pointToGoogleStub,
} from '@/test/database/google-account'
import { startGoogleCalendar } from '@/test/servers/google-calendar/server'
import { CalendarStore } from '@/test/servers/google-calendar/store'
import { startMicrosoftGraph } from '@/test/servers/microsoft-graph/server'
import { EventStore } from '@/test/servers/microsoft-graph/store'
import { isPublicOrigin, stopChannel } from './channels'
import { runBinding } from './run-binding'

const REMOTE_ID = 'family@example.org'
process.env.ORIGIN = 'https://kinday.example.org'
const stub = await startGoogleCalendar()
pointToGoogleStub(stub)
const graphStub = await startMicrosoftGraph()
process.env.MICROSOFT_CLIENT_ID = graphStub.client.id
process.env.MICROSOFT_CLIENT_SECRET = graphStub.client.secret
process.env.MICROSOFT_API_URL = graphStub.url
process.env.MICROSOFT_LOGIN_URL = graphStub.url
afterAll(async () => {
  await stub.close()
  await graphStub.close()
})

const signal = new AbortController().signal
let binding: string
let store: CalendarStore
beforeEach(async () => {
  store = new CalendarStore('Europe/Berlin')
  stub.calendars.clear()
  stub.channels.open.clear()
  stub.requests.length = 0
  stub.fault = () => undefined
  stub.calendars.set(REMOTE_ID, { store, summary: 'Family', accessRole: 'owner', colorId: '7' })
  stub.tokens.add('token')
  const user = await makeUser('Ada')
  binding = await insertGoogleBinding(
    await insertGoogleConnection(user.id, { access_token: 'token' }),
    user.calendar,
  )
})

async function stored() {
  const [row] = await db.select().from(bindings).where(eq(bindings.id, binding))
  return row!
}

/** Runs the binding as the scheduler does. */
async function run() {
  await set({ nextRunAt: new Date(Date.now() + 30 * MINUTE) })
  await runBinding(binding, signal)
}

const set = (fields: Partial<typeof bindings.$inferInsert>) =>
  db.update(bindings).set(fields).where(eq(bindings.id, binding))

/** Delivers a notification about a change, and returns the status of the response. */
async function deliver(headers: Record<string, string>) {
  const request = new Request('https://kinday.example.org/api/webhooks/google', { method: 'POST', headers })
  return (await receiveGoogleNotification(request)).status
}
const notification = () => stub.channels.notificationsOf(REMOTE_ID)[0]!

const isDue = async () => (await stored()).nextRunAt!.getTime() < Date.now() + 5000

it('opens one channel with a secret token, and then reads changes once an hour', async () => {
  await run()
  await run()
  expect([...stub.channels.open.keys()]).toEqual([(await stored()).channelId])
  const opened = stub.requests.find(({ path }) => path.endsWith('/watch'))!.body as Record<string, string>
  expect(opened.address).toBe('https://kinday.example.org/api/webhooks/google')
  expect(JSON.stringify(await stored())).not.toContain(opened.token)
  expect((await stored()).nextRunAt!.getTime()).toBeGreaterThan(Date.now() + 50 * MINUTE)
})

it.each([Number.NaN, 1e13])(
  'replaces a channel after days, whatever its provider says (%s)',
  async (lifetimeMs) => {
    stub.channels.lifetimeMs = lifetimeMs
    await run()
    expect(await stored()).toMatchObject({ failures: 0, channelId: expect.any(String) })
    expect((await stored()).channelExpiresAt!.getTime()).toBeLessThanOrEqual(Date.now() + 7 * DAY)
  },
)

it('syncs soon after a notification, once for duplicated ones, and reads a lost one with the next run', async () => {
  await run()
  expect(await isDue()).toBe(false)
  const change = notification()
  expect(await deliver(change)).toBe(200)
  const { nextRunAt } = await stored()
  expect(await isDue()).toBe(true)
  expect(await deliver(change)).toBe(200)
  expect((await stored()).nextRunAt).toEqual(nextRunAt)
  await run()
  store.insert({
    ...{ id: 'unnoticed', summary: 'Unnoticed' },
    start: { dateTime: '2026-03-02T09:00:00', timeZone: 'Europe/Berlin' },
    end: { dateTime: '2026-03-02T10:00:00', timeZone: 'Europe/Berlin' },
  })
  await run()
  expect(await eventsIn((await stored()).calendarId)).toMatchObject([{ title: 'Unnoticed' }])
})

it('answers 404 to an unknown channel, another token or resource, and an expired channel', async () => {
  await run()
  const change = notification()
  const wrong = [
    { ...change, 'x-goog-channel-id': crypto.randomUUID() },
    { ...change, 'x-goog-channel-id': 'no id' },
    { ...change, 'x-goog-channel-token': 'guessed' },
    { ...change, 'x-goog-resource-id': 'other' },
    Object.fromEntries(Object.entries(change).filter(([name]) => name !== 'x-goog-channel-token')),
  ]
  for (const headers of wrong) expect(await deliver(headers)).toBe(404)
  await set({ channelExpiresAt: new Date(Date.now() - 1000) })
  expect(await deliver(change)).toBe(404)
  expect(await isDue()).toBe(false)
})

it('does not sync when a channel is only confirmed, or while a failed binding waits', async () => {
  await run()
  expect(await deliver({ ...notification(), 'x-goog-resource-state': 'sync' })).toBe(200)
  await set({ failures: 2 })
  expect(await deliver(notification())).toBe(200)
  expect(await isDue()).toBe(false)
})

it('replaces a channel a day before it ends: opens the new one first, then stops the old one', async () => {
  await run()
  const old = (await stored()).channelId
  await set({ channelExpiresAt: new Date(Date.now() + DAY - HOUR) })
  const before = stub.requests.length
  await run()
  const paths = stub.requests.slice(before).map(({ path }) => path.split('/').at(-1))
  expect(paths.indexOf('watch')).toBeLessThan(paths.indexOf('stop'))
  expect(paths.indexOf('stop')).toBeLessThan(paths.lastIndexOf('events'))
  expect([...stub.channels.open.keys()]).toEqual([(await stored()).channelId])
  expect((await stored()).channelId).not.toBe(old)
})

it('reads changes regularly where Google refuses to notify of them, and does not ask at each run', async () => {
  stub.fault = ({ path }) =>
    path.endsWith('/watch') ? { status: 400, reason: 'pushNotSupported' } : undefined
  await run()
  await run()
  expect(await stored()).toMatchObject({ channelId: null, failures: 0, problem: null })
  expect((await stored()).nextRunAt!.getTime()).toBeLessThan(Date.now() + 15 * MINUTE)
  expect(stub.requests.filter(({ path }) => path.endsWith('/watch'))).toHaveLength(1)
})

it('stops the channel of a calendar that is no longer synced, although its binding is deleted', async () => {
  await run()
  const change = notification()
  const [job] = await db.transaction((tx) => stopChannels(tx, [binding]))
  expect(await deliver(change)).toBe(404)
  await db.delete(bindings).where(eq(bindings.id, binding))
  await stopChannel(job!.payload as Jobs['stop-channel'], signal)
  expect(stub.channels.open.size).toBe(0)
})

it('treats only an HTTPS origin with a public host name as reachable for notifications', () => {
  const origins = [
    ...['https://kinday.example.org', 'http://kinday.example.org', 'https://localhost:3000', 'https://nas'],
    ...['https://192.168.1.5', 'https://[::1]', 'https://nas.local'],
  ]
  expect(origins.filter(isPublicOrigin)).toEqual(['https://kinday.example.org'])
})

/** Sends a request as Graph does. */
function graph(query: string, body: unknown) {
  const init = { method: 'POST', body: JSON.stringify(body) }
  return receiveMicrosoftNotifications(
    new Request(`https://kinday.example.org/api/webhooks/microsoft${query}`, init),
  )
}

/** Opens a channel as if Graph had returned its id. Returns a notification of it. */
async function subscribe() {
  const channelId = crypto.randomUUID()
  await set({
    ...{ channelId, channelResource: 'me/calendars/x/events', channelTokenHash: hashToken('secret') },
    ...{ channelExpiresAt: new Date(Date.now() + 3 * DAY), nextRunAt: new Date(Date.now() + HOUR) },
  })
  return { subscriptionId: channelId, clientState: 'secret', changeType: 'updated' }
}

it('returns the validation token of Graph as plain text, if it is one', async () => {
  const token = 'Validation: Testing client application reachability'
  const response = await graph(`?validationToken=${encodeURIComponent(token)}`, undefined)
  expect([response.status, await response.text()]).toEqual([200, token])
  expect(response.headers.get('content-type')).toBe('text/plain; charset=utf-8')
  for (const other of ['', 'x'.repeat(1001), '%0D%0A', '%00'])
    expect((await graph(`?validationToken=${other}`, undefined)).status).toBe(400)
})

it('syncs soon after a notification of Graph, and ignores those without the secret', async () => {
  const notification = await subscribe()
  const ignored = [
    { ...notification, clientState: 'guessed' },
    { ...notification, clientState: null },
    { ...notification, subscriptionId: crypto.randomUUID() },
  ]
  expect((await graph('', { value: ignored })).status).toBe(202)
  expect(await isDue()).toBe(false)
  expect((await graph('', { value: [...ignored, notification, notification] })).status).toBe(202)
  expect(await isDue()).toBe(true)
  for (const body of [null, {}, { value: [{ subscriptionId: 'x' }] }])
    expect((await graph('', body)).status).toBe(400)
})

it('reopens a removed channel of Graph, extends one on request, and syncs after missed notifications', async () => {
  const missed = await subscribe()
  await graph('', { value: [{ ...missed, lifecycleEvent: 'missed' }] })
  expect(await isDue()).toBe(true)
  const expiring = await subscribe()
  await graph('', { value: [{ ...expiring, lifecycleEvent: 'reauthorizationRequired' }] })
  expect((await stored()).channelExpiresAt!.getTime()).toBeLessThanOrEqual(Date.now() + HOUR)
  expect(await isDue()).toBe(true)
  const removed = await subscribe()
  await graph('', { value: [{ ...removed, lifecycleEvent: 'subscriptionRemoved', clientState: 'guessed' }] })
  expect((await stored()).channelId).toBe(removed.subscriptionId)
  await graph('', { value: [{ ...removed, lifecycleEvent: 'subscriptionRemoved' }] })
  expect(await stored()).toMatchObject({ channelId: null, channelExpiresAt: null })
  expect(await isDue()).toBe(true)
})

it('opens a subscription at Graph, which notifies with its secret, extends it before its end, and replaces one that is gone', async () => {
  await useMicrosoft()
  await run()
  const [subscription] = graphStub.subscriptions.open.values()
  const address = 'https://kinday.example.org/api/webhooks/microsoft'
  expect(subscription).toMatchObject({ notificationUrl: address, lifecycleNotificationUrl: address })
  expect(await stored()).toMatchObject({ channelId: subscription!.id, problem: null })
  expect(JSON.stringify(await stored())).not.toContain(subscription!.clientState)
  expect(await isDue()).toBe(false)
  await graph('', graphStub.subscriptions.notificationsOf(REMOTE_ID)[0])
  expect(await isDue()).toBe(true)

  const { channelExpiresAt } = await stored()
  await set({ channelExpiresAt: new Date(Date.now() + DAY - HOUR) })
  await run()
  expect([...graphStub.subscriptions.open.keys()]).toEqual([subscription!.id])
  expect((await stored()).channelExpiresAt!.getTime()).toBeGreaterThanOrEqual(channelExpiresAt!.getTime())

  graphStub.subscriptions.open.clear()
  await set({ channelExpiresAt: new Date(Date.now() + HOUR) })
  await run()
  const [next] = graphStub.subscriptions.open.keys()
  expect(next).not.toBe(subscription!.id)
  expect(await stored()).toMatchObject({ channelId: next, problem: null })
  const [job] = await db.transaction((tx) => stopChannels(tx, [binding]))
  await stopChannel(job!.payload as Jobs['stop-channel'], signal)
  expect(graphStub.subscriptions.open.size).toBe(0)
})

/** Makes the connection of the binding one of the stub of Graph. */
async function useMicrosoft() {
  const calendar = { name: 'Family', color: 'auto', canEdit: true, isDefault: true }
  graphStub.calendars.set(REMOTE_ID, { ...calendar, store: new EventStore('ada@example.org') })
  graphStub.tokens.add('token')
  const { connectionId } = await stored()
  await db.update(connections).set({ kind: 'microsoft' }).where(eq(connections.id, connectionId))
}
