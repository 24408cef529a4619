import { eq, sql } from 'drizzle-orm'
import { v7 as uuidv7 } from 'uuid'
import { beforeEach, expect, it, vi } from 'vitest'
import { db } from '@/db/client'
import { calendars } from '@/db/schema/calendars'
import { bindings, connections, syncRuns } from '@/db/schema/connections'
import { users } from '@/db/schema/users'
import { HOUR, MINUTE } from '@/lib/calendar/day'
import { unsuspendUser } from '@/lib/commands/instance'
import { execute } from '@/lib/commands/pipeline/execute'
import { NO_COUNTS } from '@/lib/commands/rows/sync-runs'
import { ConnectorError } from '@/lib/connectors/connector'
import { AppError } from '@/lib/errors'
import { makeFamily, makeUser, type TestUser } from '@/test/database/fixtures'
import { insertGoogleBinding, insertGoogleConnection } from '@/test/database/google-account'
import { type RunSync, runBinding } from './run-binding'

process.env.GOOGLE_CLIENT_ID = 'test'

const signal = new AbortController().signal
const succeed: RunSync = async () => ({ hasChanged: false, outcome: 'done' })
const fail =
  (
    ...[problem, message = '', retryAt = null]: Partial<ConstructorParameters<typeof ConnectorError>>
  ): RunSync =>
  () =>
    Promise.reject(new ConnectorError(problem!, message, retryAt))

let user: TestUser
let connection: string
let binding: string
beforeEach(async () => {
  user = await makeUser('Ada')
  connection = await insertGoogleConnection(user.id, { access_token: 'token' })
  binding = await insertGoogleBinding(connection, user.calendar, { nextRunAt: lease() })
})

/** The time that the scheduler sets when it queues a run. */
const lease = () => new Date(Date.now() + 30 * MINUTE)

async function stored(id = binding) {
  const [row] = await db.select().from(bindings).where(eq(bindings.id, id))
  return row!
}
async function storedConnection(id = connection) {
  const [row] = await db.select().from(connections).where(eq(connections.id, id))
  return row!
}
const minutesToNext = async () => ((await stored()).nextRunAt!.getTime() - Date.now()) / MINUTE

it('schedules the next run after a successful one, and resets the number of failures', async () => {
  await db
    .update(bindings)
    .set({ failures: 3, problem: 'unreachable', lastRunAt: new Date(Date.now() - 10 * MINUTE) })
    .where(eq(bindings.id, binding))
  await runBinding(binding, signal, succeed)
  expect(await stored()).toMatchObject({ failures: 0, problem: null, lastSuccessAt: expect.any(Date) })
  expect(await minutesToNext()).toBeGreaterThan(17)
  expect(await minutesToNext()).toBeLessThan(23)
})

it('reads a feed less often the more events its last run has changed', async () => {
  await db.update(connections).set({ kind: 'ics' }).where(eq(connections.id, connection))
  const change: RunSync = async (bindingId) => {
    await db.insert(syncRuns).values({ id: uuidv7(), bindingId, counts: { ...NO_COUNTS, changed: 2500 } })
    return { hasChanged: true, outcome: 'done' }
  }
  await runBinding(binding, signal, change)
  expect(await minutesToNext()).toBeCloseTo(360, 0)
})

it('keeps the time of a run that was requested during another run', async () => {
  await runBinding(binding, signal, async () => {
    await db.update(bindings).set({ nextRunAt: new Date() }).where(eq(bindings.id, binding))
    return { hasChanged: true, outcome: 'done' }
  })
  expect(await minutesToNext()).toBeLessThanOrEqual(0)
})

it('tries again later after failures, each time after a longer delay', async () => {
  for (const expected of [1, 2, 4]) {
    await db.update(bindings).set({ nextRunAt: lease() }).where(eq(bindings.id, binding))
    await runBinding(binding, signal, fail('unreachable'))
    expect(await minutesToNext()).toBeGreaterThan(expected * 0.85)
    expect(await minutesToNext()).toBeLessThan(expected * 1.1)
  }
  expect(await stored()).toMatchObject({ state: 'active', problem: 'unreachable', failures: 3 })
})

it('waits as long as a provider that limits requests asks', async () => {
  await runBinding(binding, signal, fail('rate-limited', '', new Date(Date.now() + 4 * HOUR)))
  expect(await minutesToNext()).toBeGreaterThan(239)
})

it('does not record a run that was aborted, so that it is repeated', async () => {
  const stopping = new AbortController()
  const aborted = runBinding(binding, stopping.signal, async () => {
    stopping.abort(new Error('the process ends'))
    throw stopping.signal.reason
  })
  await expect(aborted).rejects.toThrow('the process ends')
  expect(await stored()).toMatchObject({ failures: 0, problem: null })
})

it('marks the connection when a new sign-in is needed, until a run succeeds', async () => {
  await runBinding(binding, signal, fail('sign-in-needed'))
  expect(await storedConnection()).toMatchObject({ problem: 'sign-in-needed' })
  expect(await stored()).toMatchObject({ state: 'active', problem: 'sign-in-needed' })
  expect(await minutesToNext()).toBeGreaterThan(300)
  await runBinding(binding, signal, succeed)
  expect(await storedConnection()).toMatchObject({ problem: null })
})

it('tries the other calendars of an account soon once one of them can be synced again', async () => {
  const other = await insertGoogleBinding(connection, user.calendar, { remoteId: 'other', direction: 'pull' })
  for (const id of [other, binding]) await runBinding(id, signal, fail('sign-in-needed'))
  await runBinding(binding, signal, succeed)
  expect((await stored(other)).nextRunAt!.getTime() - Date.now()).toBeLessThan(MINUTE)
})

it.each([
  ['the remote calendar does not exist any more', fail('gone'), 'calendar-gone'],
  [
    'the calendar has too many events',
    () => Promise.reject(new AppError('LIMIT_REACHED')),
    'too-many-events',
  ],
] satisfies [string, RunSync, string][])('stops when %s', async (_, run, problem) => {
  await runBinding(binding, signal, run)
  expect(await stored()).toMatchObject({ state: 'stopped', problem, nextRunAt: null })
})

it('stops after eight refusals, but not after other failures', async () => {
  await db.update(bindings).set({ failures: 7 }).where(eq(bindings.id, binding))
  await runBinding(binding, signal, fail('unreachable'))
  expect(await stored()).toMatchObject({ state: 'active', failures: 8 })
  await runBinding(binding, signal, fail('forbidden'))
  expect(await stored()).toMatchObject({ state: 'stopped', problem: 'forbidden' })
})

it('stops without a request when the account is suspended, and continues afterwards', async () => {
  const run = vi.fn(succeed)
  await db.update(users).set({ suspendedAt: new Date() }).where(eq(users.id, user.id))
  await runBinding(binding, signal, run)
  expect(run).not.toHaveBeenCalled()
  expect(await stored()).toMatchObject({ state: 'stopped', problem: 'permission-lost' })
  const [paused, lost] = [
    await insertGoogleBinding(connection, user.calendar, {
      remoteId: 'paused',
      state: 'paused',
      direction: 'pull',
    }),
    await insertGoogleBinding(connection, (await makeUser('Ben')).calendar, {
      ...{ remoteId: 'lost', state: 'stopped', problem: 'permission-lost', nextRunAt: null },
    }),
  ]
  await execute({ kind: 'job', name: 'admin' }, unsuspendUser, { user: user.id }, { origin: 'web' })
  expect(await stored()).toMatchObject({ state: 'active', problem: null, nextRunAt: expect.any(Date) })
  expect([(await stored(paused)).state, (await stored(lost)).state]).toEqual(['paused', 'stopped'])
})

it('suspends a sync while its calendar is in the trash', async () => {
  const run = vi.fn(succeed)
  await db.update(calendars).set({ deletedAt: new Date() }).where(eq(calendars.id, user.calendar))
  await runBinding(binding, signal, run)
  expect(run).not.toHaveBeenCalled()
  expect(await stored()).toMatchObject({ state: 'active', nextRunAt: null })
})

it('suspends a sync if its calendar is moved to the trash during a run', async () => {
  await runBinding(binding, signal, async () => {
    await db.update(calendars).set({ deletedAt: new Date() }).where(eq(calendars.id, user.calendar))
    throw new AppError('NOT_FOUND')
  })
  expect(await stored()).toMatchObject({ state: 'active', problem: null, nextRunAt: null })
})

it('lets a follower take over when the user of the leader can only read the calendar', async () => {
  const { owner, viewer, calendar } = await makeFamily()
  const leader = await insertGoogleBinding(
    await insertGoogleConnection(viewer.id, { access_token: 'viewer' }),
    calendar,
    { cursor: 'old' },
  )
  const connections = [owner.id, owner.id].map((id) => insertGoogleConnection(id, { access_token: 'owner' }))
  const followers = []
  for (const connection of await Promise.all(connections))
    followers.push(await insertGoogleBinding(connection, calendar, { leaderId: leader, nextRunAt: null }))
  await runBinding(leader, signal, succeed)
  expect(await stored(leader)).toMatchObject({ state: 'stopped', leaderId: followers[0] })
  expect(await stored(followers[0])).toMatchObject({
    leaderId: null,
    cursor: null,
    nextRunAt: expect.any(Date),
  })
  expect(await stored(followers[1])).toMatchObject({ leaderId: followers[0] })
})

it('does not let an account that sees only busy times take over from one that sees titles', async () => {
  const { owner, viewer, calendar } = await makeFamily()
  const leader = await insertGoogleBinding(
    await insertGoogleConnection(viewer.id, { access_token: 'viewer' }),
    calendar,
  )
  const connection = await insertGoogleConnection(owner.id, { access_token: 'owner' })
  const follower = await insertGoogleBinding(connection, calendar, { leaderId: leader, nextRunAt: null })
  await db
    .update(bindings)
    .set({ remote: sql`jsonb_set(remote, '{access}', '"busy"')` })
    .where(eq(bindings.id, follower))
  await runBinding(leader, signal, succeed)
  expect(await stored(leader)).toMatchObject({ state: 'stopped', leaderId: null })
  expect(await stored(follower)).toMatchObject({ leaderId: leader, nextRunAt: null })
})
