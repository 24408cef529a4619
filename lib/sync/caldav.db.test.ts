import { eq } from 'drizzle-orm'
import { v7 as uuidv7 } from 'uuid'
import { beforeAll, beforeEach, expect, it, onTestFinished } from 'vitest'
import { db } from '@/db/client'
import { attendees } from '@/db/schema/attendees'
import { bindings, connections } from '@/db/schema/connections'
import { encryptCredentials } from '@/lib/access/credentials'
import { createEvent, updateEvent } from '@/lib/commands/events'
import { caldavConnector } from '@/lib/connectors/caldav'
import { as, hour, makeUser, type TestUser } from '@/test/database/fixtures'
import { type CaldavStub, startCaldav } from '@/test/servers/caldav/server'
import { syncBinding } from './run'
import { eventsIn } from './sync.test.account'

const signal = new AbortController().signal

let user: TestUser
let stub: CaldavStub
let binding: string
const connector = () => caldavConnector({ address: stub.url, username: 'anna', password: 'secret' })
const sync = () => syncBinding(binding, connector(), signal)
const writes = () => stub.requests.filter(({ method }) => method === 'PUT' || method === 'DELETE').length

beforeAll(() => {
  // The stub is at a private address. Settings are read once.
  process.env.ALLOW_PRIVATE_TARGETS = '1'
})
beforeEach(async () => {
  user = await makeUser()
  stub = await startCaldav()
  onTestFinished(() => stub.close())
  const [remote] = await connector().listCalendars(signal)
  const [connectionId, id] = [uuidv7(), uuidv7()]
  const account = { userId: user.id, kind: 'caldav' as const, account: 'anna@example.org' }
  await db.insert(connections).values({ id: connectionId, ...account, ...encryptCredentials({}, 'test') })
  const ends = { connectionId, calendarId: user.calendar, remoteId: remote!.id, remote: remote! }
  await db.insert(bindings).values({ id, ...ends, direction: 'both' })
  binding = id
})

it.each([
  ['in spite of its ETag', false],
  ['and returns no ETag', true],
])(
  'keeps the guests of an event on a server that removes them %s, and writes no edit twice',
  async (_, rewrites) => {
    Object.assign(stub.behavior, { rewrites, removesAttendees: true })
    const { result } = await as(user).run(createEvent, {
      ...{ calendarId: user.calendar, title: 'Dinner', span: hour('2026-03-05') },
      attendees: [{ email: 'bob@example.org' }],
    })
    stub.fault = ({ method }) => (method === 'PUT' ? 'lost' : undefined)
    await expect(sync()).rejects.toMatchObject({ problem: 'unreachable' })
    stub.fault = () => undefined
    for (const title of ['Dinner', 'Supper']) {
      if (title === 'Supper') await as(user).run(updateEvent, { id: result.id, version: 1, patch: { title } })
      const before = writes()
      for (let run = 0; run < 3; run++) await sync()
      expect(writes() - before).toBe(1)
    }
    const [name, { ics }] = [...stub.store.objects][0]!
    stub.store.put(name, ics.replace('SUMMARY:Supper', 'SUMMARY:Feast'))
    await sync()
    expect(await eventsIn(user.calendar)).toMatchObject([{ title: 'Feast' }])
    const guests = await db.select().from(attendees).where(eq(attendees.eventId, result.id))
    expect(guests).toMatchObject([{ email: 'bob@example.org' }])
  },
)
