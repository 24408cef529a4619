import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { eq, sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { db } from '@/db/client'
import { bindings } from '@/db/schema/connections'
import { removeMember } from '@/lib/commands/members'
import { waitForPings } from '@/lib/commands/pipeline/pings'
import { subscribeFeed } from '@/lib/commands/subscribed-calendars'
import { CALENDAR_ID, startAccount } from '@/lib/connectors/google/google.test.account'
import { channelOf, streamName } from '@/lib/realtime/channels'
import { connected, next, signedIn, subscribed } from '@/lib/server/pusher/testing.mjs'
import { as, type Family, hour, makeFamily, makeUser } from '@/test/database/fixtures'
import {
  insertGoogleBinding,
  insertGoogleConnection,
  pointToGoogleStub,
} from '@/test/database/google-account'
import { channelSignaturesFor, configureRealtimeServer, type Realtime } from '@/test/servers/realtime'
import { startWorker } from './worker'

// Settings are read once.
const { stub } = await startAccount()
pointToGoogleStub(stub)
process.env.ALLOW_PRIVATE_TARGETS = '1'
const realtime = await configureRealtimeServer()

let family: Family
let server: Realtime
let worker: { stop(): Promise<void> }
beforeAll(async () => {
  server = await realtime.start()
  family = await makeFamily()
  // An event as derived by an older tz database, for the job that each start enqueues.
  await as(family.owner).createEvent({
    calendarId: family.owner.calendar,
    title: 'stale',
    span: hour('2026-07-01'),
  })
  await db.execute(sql`update events set tzdata = '2001a', span_from = span_from - interval '1 hour'`)
  worker = await startWorker()
})
afterAll(async () => {
  await worker.stop()
  await waitForPings()
  await server.stop()
  await stub.close()
})

describe('the worker', () => {
  it('closes the socket of a removed member with code 4009, and no other socket', async () => {
    const sockets = [family.viewer, family.editor].map((testUser) =>
      server.client(testUser.id, { sign: channelSignaturesFor(testUser) }),
    )
    const [viewers, editors] = sockets as [(typeof sockets)[0], (typeof sockets)[0]]
    for (const client of sockets) {
      await connected(client)
      await signedIn(client)
      await subscribed(client, channelOf(streamName('calendar', family.calendar)))
    }
    const { socket_id } = editors.connection
    const closed = next(viewers.connection, 'error')
    await as(family.admin).run(removeMember, { group: family.group, user: family.viewer.id })
    const [error] = await closed
    expect(error).toMatchObject({ data: { code: 4009 } })
    await expect
      .poll(() => db.execute(sql`select count(*)::int as n from graphile_worker._private_jobs`))
      .toEqual([{ n: 0 }])
    expect(editors.connection).toMatchObject({ state: 'connected', socket_id })
  })

  it('derives outdated spans again when it starts', async () => {
    const from = () =>
      db.execute(sql`select to_json(e.span_from at time zone 'UTC') as event, to_json(p.span_from at time zone 'UTC') as placement
        from events e join placements p on p.event_id = e.id where e.title = 'stale'`)
    await expect.poll(from).toEqual([{ event: '2026-07-01T09:00:00', placement: '2026-07-01T09:00:00' }])
  })

  it('syncs an account within seconds while feeds of eight users do not answer', async () => {
    const hanging = createServer(() => {})
    await new Promise<void>((resolve) => hanging.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => {
      hanging.closeAllConnections()
      hanging.close()
    })
    const address = `http://127.0.0.1:${(hanging.address() as AddressInfo).port}/`
    for (let index = 0; index < 8; index++)
      await as(await makeUser(`u${index}`)).run(subscribeFeed, {
        ...{ address: `${address}${index}`, name: 'School', intervalMinutes: 60 },
      })
    await expect
      .poll(() => new Promise((resolve) => hanging.getConnections((_, count) => resolve(count))))
      .toBeGreaterThanOrEqual(4)
    const { owner } = family
    const connection = await insertGoogleConnection(owner.id, { access_token: 'first' })
    const binding = await insertGoogleBinding(connection, owner.calendar, { remoteId: CALENDAR_ID })
    const hasSynced = async () =>
      (await db.select().from(bindings).where(eq(bindings.id, binding)))[0]!.lastSuccessAt !== null
    await expect.poll(hasSynced, { timeout: 8000 }).toBe(true)
    await db.delete(bindings)
  })

  it('starts only one worker per process', async () => {
    expect(await startWorker()).toBe(worker)
  })

  it('publishes changes that a killed process left unpublished', async () => {
    await waitForPings()
    await db.execute(sql`update changes set published_at = null, created_at = now() - interval '1 minute'`)
    await expect
      .poll(() => db.execute(sql`select count(*)::int as n from changes where published_at is null`), {
        timeout: 10_000,
      })
      .toEqual([{ n: 0 }])
  })
})
