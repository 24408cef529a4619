import { and, eq } from 'drizzle-orm'
import { beforeEach, expect, it } from 'vitest'
import { db } from '@/db/client'
import { bindings, connections } from '@/db/schema/connections'
import { deliveries } from '@/db/schema/deliveries'
import { notifications } from '@/db/schema/notifications'
import { loadReach } from '@/lib/access/reach'
import { DAY } from '@/lib/calendar/day'
import { ConnectorError, type ConnectorProblem } from '@/lib/connectors/connector'
import { prepareUserMail } from '@/lib/jobs/user-mails/prepare-user-mail'
import { notificationList } from '@/lib/queries/notifications/list'
import { makeUser, type TestUser } from '@/test/database/fixtures'
import { insertGoogleBinding, insertGoogleConnection } from '@/test/database/google-account'
import { type RunSync, runBinding } from './run-binding'

// Enables mail. No worker runs, so nothing is sent.
process.env.SMTP_URL = 'smtp://127.0.0.1:9'
process.env.GOOGLE_CLIENT_ID = 'test'

const succeed: RunSync = async () => ({ hasChanged: false, outcome: 'done' })
const fail =
  (problem: ConnectorProblem): RunSync =>
  () =>
    Promise.reject(new ConnectorError(problem, ''))

let user: TestUser
let connection: string
let bindingIds: string[]
beforeEach(async () => {
  user = await makeUser('Ada')
  connection = await insertGoogleConnection(user.id, { access_token: 'token' })
  bindingIds = []
  for (const remoteId of ['family', 'work'])
    bindingIds.push(await insertGoogleBinding(connection, user.calendar, { remoteId, direction: 'pull' }))
})

const run = (binding: string, sync: RunSync) => runBinding(binding, new AbortController().signal, sync)
const shown = async () => {
  const { items } = await notificationList(db, await loadReach(db, user), 'UTC')
  return items.map(({ op, where }) => [op, where?.href])
}
const mails = () =>
  db
    .select()
    .from(deliveries)
    .where(and(eq(deliveries.userId, user.id), eq(deliveries.channel, 'email')))

it('tells the user once that an account needs a new sign-in, until a sync succeeds', async () => {
  for (const binding of [...bindingIds, ...bindingIds]) await run(binding, fail('sign-in-needed'))
  expect(await shown()).toEqual([['sync-sign-in', '/settings/calendars']])
  const [mail, ...others] = await mails()
  expect(others).toEqual([])
  const { mail: rendered } = (await prepareUserMail(mail!))!
  expect(rendered.subject).toMatch(/Connect .*@example.org again/)
  await run(bindingIds[0]!, succeed)
  expect(await shown()).toEqual([])
  expect(await prepareUserMail(mail!)).toBeUndefined()
  await run(bindingIds[0]!, fail('sign-in-needed'))
  expect(await shown()).toHaveLength(1)
})

it('tells the user which calendar is no longer synced, or waits for an approval', async () => {
  await run(bindingIds[0]!, fail('gone'))
  await run(bindingIds[1]!, async (id) => {
    await db.update(bindings).set({ state: 'needs-approval' }).where(eq(bindings.id, id))
    return { hasChanged: true, outcome: 'needs-approval' }
  })
  const pageOf = (binding?: string) => `/settings/calendars/sync/${binding}`
  expect(await shown()).toEqual([
    ['sync-approval', pageOf(bindingIds[1])],
    ['sync-stopped', pageOf(bindingIds[0])],
  ])
  await db.update(bindings).set({ state: 'active' }).where(eq(bindings.id, bindingIds[1]!))
  expect((await shown()).map(([op]) => op)).toEqual(['sync-stopped'])
})

it('tells the user that a feed is no longer synced if its address cannot be decrypted, without asking to sign in', async () => {
  await db.update(connections).set({ kind: 'ics' }).where(eq(connections.id, connection))
  await db.delete(bindings).where(eq(bindings.id, bindingIds[1]!))
  await run(bindingIds[0]!, fail('key-missing'))
  expect(await shown()).toEqual([['sync-stopped', `/settings/calendars/sync/${bindingIds[0]}`]])
})

it('tells the user once that the access of an app in testing ends within two days', async () => {
  const endsIn = (ms: number) =>
    db
      .update(connections)
      .set({ consentExpiresAt: new Date(Date.now() + ms) })
      .where(eq(connections.id, connection))
  await endsIn(3 * DAY)
  await run(bindingIds[0]!, succeed)
  expect(await shown()).toEqual([])
  await endsIn(1.9 * DAY)
  for (const binding of [...bindingIds, ...bindingIds]) await run(binding, succeed)
  expect(await shown()).toEqual([['sync-consent', '/settings/calendars']])
  expect(await mails()).toHaveLength(1)
  await endsIn(7 * DAY)
  expect(await shown()).toEqual([])
})

it('does not tell the user of failures that Kinday repeats by itself', async () => {
  for (const problem of ['unreachable', 'rate-limited', 'stale'] as const)
    await run(bindingIds[0]!, fail(problem))
  expect(await shown()).toEqual([])
  expect(await db.select().from(notifications).where(eq(notifications.userId, user.id))).toEqual([])
})
