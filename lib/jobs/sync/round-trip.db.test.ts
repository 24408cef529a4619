import { eq, inArray, sql } from 'drizzle-orm'
import { afterAll, beforeEach, expect, it, vi } from 'vitest'
import { db } from '@/db/client'
import { bindings, connections } from '@/db/schema/connections'
import { faults } from '@/db/schema/instance'
import { MINUTE } from '@/lib/calendar/day'
import { deleteEvent, updateEvent } from '@/lib/commands/events'
import { removeMember } from '@/lib/commands/members'
import { removeConnection } from '@/lib/commands/sync-settings'
import { dispatch } from '@/lib/jobs/dispatch'
import type { Jobs } from '@/lib/queue'
import { eventsIn, makeRemoteEvent } from '@/lib/sync/sync.test.account'
import { as, hour, makeFamily, makeUser, type TestUser } from '@/test/database/fixtures'
import {
  insertGoogleBinding,
  insertGoogleConnection,
  pointToGoogleStub,
} from '@/test/database/google-account'
import { startGoogleCalendar } from '@/test/servers/google-calendar/server'
import { CalendarStore } from '@/test/servers/google-calendar/store'
import { revokeAccess } from './revoke-access'
import { runBinding } from './run-binding'

const stub = await startGoogleCalendar()
pointToGoogleStub(stub)
afterAll(() => stub.close())

const TOKEN = 'access-token-of-the-test'

let user: TestUser
let binding: string
let store: CalendarStore
beforeEach(async () => {
  store = new CalendarStore('Europe/Berlin')
  stub.calendars.set('family@example.org', { store, summary: 'Family', accessRole: 'owner', colorId: '7' })
  stub.tokens.clear()
  stub.tokens.add(TOKEN)
  stub.isRevoked = false
  stub.fault = () => undefined
  user = await makeUser('Ada')
  binding = await insertGoogleBinding(
    await insertGoogleConnection(user.id, { access_token: TOKEN }),
    user.calendar,
  )
})

async function stored() {
  const [row] = await db.select().from(bindings).where(eq(bindings.id, binding))
  return row!
}

/** Runs the binding as the scheduler does, and what follows from its changes. */
async function run() {
  await db
    .update(bindings)
    .set({ nextRunAt: new Date(Date.now() + 30 * MINUTE) })
    .where(eq(bindings.id, binding))
  await runBinding(binding, new AbortController().signal)
  await dispatch()
}
const isDue = async () => (await stored()).nextRunAt!.getTime() < Date.now() + 10_000
const titles = () =>
  [...store.events.values()].flatMap(({ event }) => (event.status === 'cancelled' ? [] : event.summary))

it('sends a new event, its edit and its deletion, and is not woken by its own changes', async () => {
  await run()
  const { id, version } = await as(user).createEvent({
    ...{ calendarId: user.calendar, title: 'Dinner' },
    span: hour('2031-03-02'),
  })
  await dispatch()
  expect(await isDue()).toBe(true)
  await run()
  expect(titles()).toEqual(['Dinner'])
  expect(await isDue()).toBe(false)
  await as(user).run(updateEvent, { id, version, patch: { title: 'Supper' } })
  await run()
  expect(titles()).toEqual(['Supper'])
  store.patch([...store.events.keys()][0]!, { location: 'Lisbon' })
  await run()
  expect(await isDue()).toBe(false)
  const [event] = await eventsIn(user.calendar)
  expect(event).toMatchObject({ title: 'Supper', location: 'Lisbon' })
  await as(user).run(deleteEvent, { id, version: event!.version })
  await run()
  expect(titles()).toEqual([])
})

it('gets a new token when one is refused in the middle of a run, and loses nothing', async () => {
  stub.pageSize = 1
  for (const id of ['first0', 'second', 'third0']) store.insert(makeRemoteEvent(id))
  let requests = 0
  stub.fault = ({ path }) => {
    if (path.endsWith('/events') && ++requests === 2) stub.tokens.clear()
    return undefined
  }
  await run()
  stub.pageSize = 250
  expect((await eventsIn(user.calendar)).map(({ title }) => title)).toEqual(['first0', 'second', 'third0'])
  expect(await stored()).toMatchObject({ failures: 0, problem: null })
})

it('asks for a sign-in once the consent was withdrawn, and logs no token', async () => {
  const log = [vi.spyOn(console, 'error'), vi.spyOn(console, 'warn'), vi.spyOn(console, 'log')]
  stub.tokens.clear()
  stub.isRevoked = true
  await run()
  const [connection] = await db.select().from(connections).where(eq(connections.userId, user.id))
  expect(connection).toMatchObject({ problem: 'sign-in-needed' })
  stub.fault = () => ({ status: 418, reason: 'teapot' })
  await run()
  stub.fault = () => 'lost'
  await run()
  expect((await stored()).failures).toBe(3)
  const logged = JSON.stringify([log.flatMap(({ mock }) => mock.calls), await db.select().from(faults)])
  for (const secret of [TOKEN, 'refresh"', stub.client.secret]) expect(logged).not.toContain(secret)
})

it('ends the access at Google once the last user who has connected an account removes it', async () => {
  const users = [user, await makeUser('Ben')]
  const ids = [
    (await stored()).connectionId,
    await insertGoogleConnection(users[1]!.id, { access_token: TOKEN }),
  ]
  await db.update(connections).set({ account: 'shared@example.org' }).where(inArray(connections.id, ids))
  const revoked = []
  for (const [index, connection] of ids.entries()) {
    await as(users[index]!).run(removeConnection, { connection, copies: 'keep' })
    const [job] = await db.execute<{ payload: Jobs['revoke-access'] }>(sql`
      select p.payload from graphile_worker._private_jobs p
      where p.run_at > now() + interval '1 minute' and p.payload ->> 'connection' = ${connection}`)
    await revokeAccess(job!.payload, new AbortController().signal)
    revoked.push(stub.isRevoked)
  }
  expect(revoked).toEqual([false, true])
  expect(String(stub.requests.find(({ path }) => path === '/revoke')!.body)).toBe('token=refresh')
})

it('lets another member continue without copies when the member who synced leaves the group', async () => {
  const { owner, editor, group, calendar } = await makeFamily()
  const connect = ({ id }: TestUser) => insertGoogleConnection(id, { access_token: TOKEN })
  const leader = await insertGoogleBinding(await connect(editor), calendar)
  const following = { leaderId: leader, nextRunAt: null }
  const follower = await insertGoogleBinding(await connect(owner), calendar, following)
  for (const id of ['dinner', 'supper']) store.insert(makeRemoteEvent(id))
  binding = leader
  await run()
  await as(owner).run(removeMember, { group, user: editor.id })
  await dispatch()
  expect(await isDue()).toBe(true)
  await run()
  expect(await stored()).toMatchObject({ state: 'stopped', problem: 'permission-lost' })
  store.patch('dinner', { summary: 'Late dinner' })
  binding = follower
  await run()
  expect((await eventsIn(calendar)).map(({ title }) => title)).toEqual(['Late dinner', 'supper'])
  expect(titles().sort()).toEqual(['Late dinner', 'supper'])
})
