import { randomUUID } from 'node:crypto'
import { expect, it } from 'vitest'
import { db } from '@/db/client'
import { syncEntries, syncRuns } from '@/db/schema/connections'
import { grant } from '@/lib/access/grant'
import { NO_COUNTS } from '@/lib/commands/rows/sync-runs'
import { insertBinding } from '@/test/database/bindings'
import { makeFamily, type TestUser } from '@/test/database/fixtures'
import { syncLog } from './sync-log'

it('shows objects without an event to the user of the account alone, not to members who follow the sync', async () => {
  const { owner, viewer, calendar } = await makeFamily()
  const leader = await insertBinding(owner, calendar)
  const follower = await insertBinding(viewer, calendar, { leaderId: leader })
  const run = randomUUID()
  await db.insert(syncRuns).values({ id: run, bindingId: leader, outcome: 'done', counts: NO_COUNTS })
  await db.insert(syncEntries).values({
    ...{ id: randomUUID(), runId: run, title: 'Doctor', direction: 'in', op: 'skipped', reason: 'invalid' },
  })
  const logOf = (user: TestUser, binding: string) =>
    db.transaction(async (tx) => syncLog(tx, await grant(tx, user, 'read', 'binding', binding)))
  expect(await logOf(owner, leader)).toMatchObject([{ entries: [{ title: 'Doctor' }] }])
  expect(await logOf(viewer, follower)).toMatchObject([{ entries: [], more: 0 }])
})
