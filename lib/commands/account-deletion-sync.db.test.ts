import { eq, sql } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { db } from '@/db/client'
import { bindings, connections } from '@/db/schema/connections'
import { makeFamily, makeUser } from '@/test/database/fixtures'
import { insertGoogleBinding, insertGoogleConnection } from '@/test/database/google-account'
import { deleteAccountOf } from './account-deletion.test.accounts'

it('deletes the connections of a deleted account, stops their channels, and lets other members take over', async () => {
  // The first account becomes the only administrator, which cannot be deleted.
  await makeUser('keeper')
  const { owner, admin, editor, calendar } = await makeFamily()
  const channel = { channelId: crypto.randomUUID(), channelResource: 'r', channelTokenHash: 'h' }
  const leader = await insertGoogleBinding(
    await insertGoogleConnection(editor.id, { access_token: 'a' }),
    calendar,
    channel,
  )
  const followers = []
  for (const { id } of [owner, admin]) {
    const connection = await insertGoogleConnection(id, { access_token: 'b' })
    followers.push(await insertGoogleBinding(connection, calendar, { leaderId: leader, nextRunAt: null }))
  }
  await deleteAccountOf(editor)
  expect(await db.select().from(connections).where(eq(connections.userId, editor.id))).toEqual([])
  const rows = await db.select().from(bindings).where(eq(bindings.calendarId, calendar)).orderBy(bindings.id)
  expect(rows).toMatchObject([
    { id: followers[0], leaderId: null, nextRunAt: expect.any(Date) },
    { id: followers[1], leaderId: followers[0] },
  ])
  const jobs = await db.execute(sql`
    select p.payload ->> 'channel' as channel from graphile_worker._private_jobs p
    join graphile_worker._private_tasks t on t.id = p.task_id and t.identifier = 'stop-channel'`)
  expect(jobs).toEqual([{ channel: channel.channelId }])
})
