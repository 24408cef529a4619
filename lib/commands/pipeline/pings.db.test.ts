import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { db } from '@/db/client'
import { updateEvent } from '@/lib/commands/events'
import { channelOf, streamName } from '@/lib/realtime/channels'
import { connected, signedIn, subscribed } from '@/lib/server/pusher/testing.mjs'
import { as, type Family, makeFamily, makeGroup, type TestUser } from '@/test/database/fixtures'
import { channelSignaturesFor, configureRealtimeServer, type Realtime } from '@/test/servers/realtime'
import { resendPings, schedulePings, waitForPings } from './pings'

const realtime = await configureRealtimeServer()

let family: Family
let warn: ReturnType<typeof vi.spyOn>
beforeAll(async () => {
  warn = vi.spyOn(console, 'warn').mockImplementation(() => {})
  family = await makeFamily()
  await waitForPings()
})

/** Returns the number of unpublished changes, in a stream or in all. */
async function countUnpublished(stream = '%'): Promise<number> {
  const [row] = await db.execute(sql`
    select count(*)::int as n from changes where published_at is null and stream like ${stream}`)
  return Number(row!.n)
}

describe('with a realtime server that is down', () => {
  it('lets commands succeed and keeps changes unpublished while the server is down', async () => {
    const stream = streamName('calendar', family.calendar)
    const before = await countUnpublished(stream)
    const { id } = await as(family.editor).createEvent({ calendarId: family.calendar })
    await waitForPings()
    expect(id).toBeTruthy()
    expect(await countUnpublished(stream)).toBe(before + 1)
    // Not logged, since no client can be connected.
    expect(warn).not.toHaveBeenCalled()
  })

  it('marks nothing as published when resending fails', async () => {
    const before = await countUnpublished()
    await expect(resendPings(0)).rejects.toThrow()
    expect(await countUnpublished()).toBe(before)
  })

  it('does not resend changes committed just now', async () => {
    expect(await resendPings(60_000)).toBe(0)
  })
})

describe('with a realtime server', () => {
  let server: Realtime
  beforeAll(async () => {
    server = await realtime.start()
  })
  afterAll(async () => {
    await server.stop()
    expect(server.failures).toEqual([])
  })

  /** Connects a client of a user that records all frames it receives. */
  async function connectBrowser(user: TestUser, calendar: string) {
    const client = server.client(user.id, { sign: channelSignaturesFor(user) })
    const frames: { event: string; data: unknown }[] = []
    client.connection.bind('message', (frame: { event: string; data: unknown }) => frames.push(frame))
    await connected(client)
    await signedIn(client)
    await subscribed(client, channelOf(streamName('calendar', calendar)))
    return { frames, pings: () => frames.filter(({ event }) => event === 'ping').map(({ data }) => data) }
  }

  it('resends unpublished changes once per stream and marks them', async () => {
    const { calendar } = await makeGroup(family.owner)
    const stream = streamName('calendar', calendar)
    await waitForPings()
    // As if the process had been killed between commit and ping.
    await db.execute(sql`update changes set published_at = null where stream = ${stream}`)
    await as(family.owner).createEvent({ calendarId: calendar })
    await as(family.owner).createEvent({ calendarId: calendar })
    await waitForPings()
    await db.execute(sql`update changes set published_at = null where stream = ${stream}`)
    const { pings } = await connectBrowser(family.owner, calendar)
    expect(await resendPings(0)).toBeGreaterThan(0)
    await expect.poll(pings).toEqual([{ stream, seq: 3 }])
    expect(await countUnpublished()).toBe(0)
    expect(await resendPings(0)).toBe(0)
  })

  it('sends only the stream and the sequence number in a ping', async () => {
    const { calendar } = await makeGroup(family.owner)
    await waitForPings()
    const stream = streamName('calendar', calendar)
    const { frames, pings } = await connectBrowser(family.owner, calendar)
    const secret = { title: 'Xylophone', description: 'Yodelling', location: 'Zanzibar' }
    const { id } = await as(family.owner).createEvent({ calendarId: calendar, ...secret })
    await waitForPings()
    await expect.poll(pings).toEqual([{ stream, seq: 2 }])
    await as(family.owner).run(updateEvent, { id, version: 1, patch: { title: 'Xylophone again' } })
    await waitForPings()
    await expect.poll(pings).toEqual([
      { stream, seq: 2 },
      { stream, seq: 3 },
    ])
    expect(JSON.stringify(frames)).not.toMatch(/Xylophone|Yodelling|Zanzibar/)
    expect(JSON.stringify(frames)).not.toContain(id)
    expect(await countUnpublished(stream)).toBe(0)
  })

  it('combines a burst of changes into few pings that end with the last number', async () => {
    const { calendar } = await makeGroup(family.owner)
    await waitForPings()
    const stream = streamName('calendar', calendar)
    const { pings } = await connectBrowser(family.owner, calendar)
    await Promise.all(
      Array.from({ length: 20 }, () => as(family.owner).createEvent({ calendarId: calendar })),
    )
    await waitForPings()
    await expect.poll(() => pings().at(-1)).toEqual({ stream, seq: 21 })
    expect(await countUnpublished(stream)).toBe(0)
    const before = pings().length
    for (let seq = 22; seq < 42; seq++) schedulePings({ [stream]: seq })
    await waitForPings()
    await expect.poll(() => pings().slice(before)).toEqual([{ stream, seq: 41 }])
  })

  it('publishes more streams than fit in one batch', async () => {
    const groups = await Promise.all(Array.from({ length: 12 }, () => makeGroup(family.owner)))
    await waitForPings()
    await db.execute(sql`update changes set published_at = null`)
    const last = await connectBrowser(family.owner, groups[11]!.calendar)
    const first = await connectBrowser(family.owner, groups[0]!.calendar)
    expect(await resendPings(0)).toBeGreaterThan(24)
    await expect.poll(() => [first.pings().length, last.pings().length]).toEqual([1, 1])
    expect(await countUnpublished()).toBe(0)
  })
})
