import { eq } from 'drizzle-orm'
import { afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { db } from '@/db/client'
import { bindings } from '@/db/schema/connections'
import { layers } from '@/db/schema/layers'
import { setLayer } from '@/lib/commands/layers'
import { subscribeFeed, subscribeHolidays } from '@/lib/commands/subscribed-calendars'
import { as, makeFamily, makeUser, type TestUser } from '@/test/database/fixtures'
import { calendarText, dayEvent, type FeedStub, startFeed } from '@/test/servers/feed'
import { loadBindingToSync } from './binding'
import { openConnector } from './open-connector'
import { syncBinding } from './run'
import { entriesOf, eventsIn, runsOf } from './sync.test.account'

const signal = new AbortController().signal

let stub: FeedStub
beforeAll(() => {
  // Settings are read once.
  process.env.ALLOW_PRIVATE_TARGETS = '1'
})
beforeEach(async () => {
  stub = await startFeed()
})
afterEach(() => stub.close())

async function makeFeed(user?: TestUser, group?: string) {
  user ??= await makeUser('ada')
  const feed = { address: stub.url, name: 'School', intervalMinutes: 60, ...(group && { group }) } as const
  const { result } = await as(user).run(subscribeFeed, feed)
  return feedOf(user, result.id)
}

async function feedOf(user: TestUser, calendar: string) {
  const [binding] = await db.select().from(bindings).where(eq(bindings.calendarId, calendar))
  const titles = async () => (await eventsIn(calendar)).map(({ title }) => title)
  const { id } = binding!
  const sync = async () => {
    const { connection } = (await loadBindingToSync(id))!
    return syncBinding(id, await openConnector(connection), signal)
  }
  return { user, calendar, binding: id, titles, sync }
}

it('adds events read-only, updates them, and removes those that the feed does not list any more', async () => {
  const { calendar, sync, titles } = await makeFeed()
  let events = [dayEvent('Trip', '20261201', 'a'), dayEvent('Fair', '20261202', 'b')]
  stub.answer = () => ({ body: calendarText(events) })
  expect(await sync()).toEqual({ hasChanged: true, outcome: 'done' })
  expect(await eventsIn(calendar)).toMatchObject([
    { title: 'Fair', uid: 'b', readOnly: 'read-only-calendar' },
    { title: 'Trip', uid: 'a', readOnly: 'read-only-calendar' },
  ])
  expect(await sync()).toEqual({ hasChanged: false, outcome: 'done' })
  events = [dayEvent('Trip to the zoo', '20261201', 'a')]
  await sync()
  expect(await titles()).toEqual(['Trip to the zoo'])
})

it('keeps all events when a response is truncated, is no calendar, or is an error', async () => {
  const { sync, titles } = await makeFeed()
  const body = calendarText([dayEvent('Trip', '20261201', 'a'), dayEvent('Fair', '20261202', 'b')])
  stub.answer = () => ({ body })
  await sync()
  for (const [answer, problem] of [
    [{ body: body.slice(0, 120) }, 'incomplete'],
    [{ body: '<html>Maintenance</html>' }, 'not-a-calendar'],
    [{ status: 404 }, 'not-found'],
    [{ body, fault: 'cut' as const }, 'unreachable'],
  ] as const) {
    stub.answer = () => answer
    await expect(sync()).rejects.toMatchObject({ problem })
    expect(await titles()).toEqual(['Fair', 'Trip'])
  }
})

it('keeps events and their notes in a feed with new UIDs at each fetch', async () => {
  const { user, calendar, binding, sync } = await makeFeed()
  let request = 0
  stub.answer = () => {
    request++
    const events = [dayEvent('Trip', '20261201', `a${request}`), dayEvent('Fair', '20261202', `b${request}`)]
    events[1]!.push(`DESCRIPTION:Version ${request}`)
    return { body: calendarText(request % 2 ? events : events.reverse()) }
  }
  await sync()
  const before = await eventsIn(calendar)
  const trip = before.find(({ title }) => title === 'Trip')!
  await as(user).run(setLayer, { id: trip.id, patch: { note: 'Boots' } })
  for (let run = 0; run < 3; run++) await sync()
  const after = await eventsIn(calendar)
  expect(after.map(({ id }) => id)).toEqual(before.map(({ id }) => id))
  expect(after).toMatchObject([{ title: 'Fair', description: 'Version 4' }, { title: 'Trip' }])
  expect(await db.select().from(layers).where(eq(layers.eventId, trip.id))).toMatchObject([{ note: 'Boots' }])
  // A new UID alone is no change of an event.
  const runs = await runsOf(binding)
  expect((await entriesOf(runs.at(-1)!.id)).map(({ op, title }) => [op, title])).toEqual([
    ['changed', 'Fair'],
  ])
})

it('adds an event with the title and time that another event of the feed had before', async () => {
  const { calendar, sync } = await makeFeed()
  let events = [dayEvent('Trip', '20261201', 'a')]
  stub.answer = () => ({ body: calendarText(events) })
  await sync()
  const [trip] = await eventsIn(calendar)
  events = [dayEvent('Trip to the zoo', '20261201', 'a'), dayEvent('Trip', '20261201', 'b')]
  await sync()
  expect(await eventsIn(calendar)).toMatchObject([
    { title: 'Trip', uid: 'b' },
    { title: 'Trip to the zoo', id: trip!.id },
  ])
})

it('asks before it removes most events of a feed', async () => {
  const { sync, titles } = await makeFeed()
  const all = Array.from({ length: 30 }, (_, index) => dayEvent(`Event ${index}`, '20261201', `uid${index}`))
  stub.answer = () => ({ body: calendarText(all) })
  await sync()
  stub.answer = () => ({ body: calendarText([]) })
  expect(await sync()).toMatchObject({ outcome: 'needs-approval' })
  expect(await titles()).toHaveLength(30)
})

it('fills the calendars of two members of a group who have subscribed to the same feed', async () => {
  stub.answer = () => ({ body: calendarText([dayEvent('Trip', '20261201', 'a')]) })
  const { owner, admin, group } = await makeFamily()
  for (const { sync, titles } of [await makeFeed(owner, group), await makeFeed(admin, group)]) {
    await sync()
    expect(await titles()).toEqual(['Trip'])
  }
})

it('logs a thousand changes of a run at most, and all of its changesets', async () => {
  const { sync, binding } = await makeFeed()
  const all = Array.from({ length: 1400 }, (_, index) =>
    dayEvent(`Event ${index}`, '20261201', `uid${index}`),
  )
  stub.answer = () => ({ body: calendarText(all) })
  await sync()
  const [run] = await runsOf(binding)
  expect(run!.counts.added).toBe(1400)
  const entries = await entriesOf(run!.id)
  expect(entries.length).toBeLessThan(1010)
  expect(new Set(entries.map(({ changesetId }) => changesetId)).size).toBe(Math.ceil(1400 / 250))
})

it('fills a calendar of public holidays', async () => {
  const user = await makeUser('ada')
  const { result } = await as(user).run(subscribeHolidays, { country: 'DE', region: 'BY', name: 'Holidays' })
  const { sync, titles, calendar } = await feedOf(user, result.id)
  await sync()
  expect(new Set(await titles())).toContain('Epiphany')
  expect(await eventsIn(calendar)).toSatisfy((all: { busy: boolean }[]) => all.every(({ busy }) => !busy))
  expect(await sync()).toEqual({ hasChanged: false, outcome: 'done' })
})
