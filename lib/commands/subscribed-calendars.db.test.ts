import { eq } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { db } from '@/db/client'
import { bindings, connections } from '@/db/schema/connections'
import { openConnector } from '@/lib/sync/open-connector'
import { as, codeOf, makeFamily, makeUser, type TestUser } from '@/test/database/fixtures'
import { createCalendar } from './calendars'
import { subscribeFeed, subscribeHolidays } from './subscribed-calendars'

const address = 'https://me:hunter2@example.org/private-1234/basic.ics'
const feed = { address, name: 'School', intervalMinutes: 180 } as const

const connectionsOf = ({ id }: TestUser) => db.select().from(connections).where(eq(connections.userId, id))

it('creates a calendar that is synced one way in the chosen interval', async () => {
  const user = await makeUser('ada')
  const { result } = await as(user).run(subscribeFeed, { ...feed, color: 'teal' })
  const rows = await db.select().from(bindings).where(eq(bindings.calendarId, result.id))
  expect(rows).toMatchObject([
    { calendarId: result.id, direction: 'pull', state: 'active', intervalMinutes: 180, cursor: null },
  ])
  expect(rows[0]!.nextRunAt!.getTime()).toBeLessThanOrEqual(Date.now())
})

it('shows only the host of an address, and stores the rest encrypted', async () => {
  const user = await makeUser('ada')
  await as(user).run(subscribeFeed, feed)
  const [connection] = await connectionsOf(user)
  expect(connection).toMatchObject({ kind: 'ics', account: 'example.org', userId: user.id })
  const stored = await db.execute(`
    select (select json_agg(c)::text from changes c) as changes, (select json_agg(s)::text from changesets s) as sets,
      (select json_agg(b)::text from bindings b) as bindings, (select json_agg(c)::text from connections c) as connections`)
  expect(JSON.stringify(stored)).not.toMatch(/hunter2|private-1234/)
  expect((await openConnector(connection!)).capabilities).toEqual({ writes: false, watches: false })
})

it('refuses an address that the user has subscribed to, but takes others of the same host', async () => {
  const [ada, bob] = [await makeUser('ada'), await makeUser('bob')]
  await as(ada).run(subscribeFeed, feed)
  const again = await as(ada)
    .run(subscribeFeed, feed)
    .catch((error) => error)
  expect(again.detail.fields).toMatchObject({ address: { code: 'taken' } })
  await as(ada).run(subscribeFeed, { ...feed, address: 'https://example.org/other.ics' })
  await as(bob).run(subscribeFeed, feed)
  expect(await connectionsOf(ada)).toHaveLength(2)
  expect(await connectionsOf(bob)).toHaveLength(1)
})

it.each(['webcal://example.org/a.ics', 'file:///etc/passwd', 'example.org'])(
  'refuses the address %s, which the server did not check',
  async (unchecked) => {
    const user = await makeUser('ada')
    expect(await codeOf(as(user).run(subscribeFeed, { ...feed, address: unchecked }))).toBe('INVALID')
  },
)

it('adds the calendar to a group for its admins, and refuses its editors', async () => {
  const { owner, editor, group } = await makeFamily()
  const { result } = await as(owner).run(subscribeFeed, { ...feed, group })
  const own = await as(owner).run(createCalendar, { name: 'Other', group })
  expect(result.id).not.toBe(own.result.id)
  expect(await codeOf(as(editor).run(subscribeFeed, { ...feed, group }))).toBe('FORBIDDEN')
  expect(await connectionsOf(editor)).toEqual([])
})

it('subscribes to the holidays of a region once, and refuses unknown places', async () => {
  const user = await makeUser('ada')
  const holidays = { country: 'DE', region: 'BY', name: 'Holidays' }
  await as(user).run(subscribeHolidays, holidays)
  const [connection] = await connectionsOf(user)
  expect(connection).toMatchObject({ kind: 'holidays', account: 'DE-BY' })
  const connector = await openConnector(connection!)
  const [calendar] = await connector.listCalendars(new AbortController().signal)
  expect(calendar).toMatchObject({ id: 'DE-BY' })
  expect(await codeOf(as(user).run(subscribeHolidays, holidays))).toBe('INVALID')
  for (const place of [{ country: 'XX' }, { region: 'XX' }])
    expect(await codeOf(as(user).run(subscribeHolidays, { ...holidays, ...place }))).toBe('INVALID')
  await as(user).run(subscribeHolidays, { ...holidays, region: null })
})
