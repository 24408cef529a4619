import { randomUUID } from 'node:crypto'
import { sql } from 'drizzle-orm'
import { beforeAll, expect, it } from 'vitest'
import { db } from '@/db/client'
import { deliveries } from '@/db/schema/deliveries'
import { notificationSettings, notifications as stored } from '@/db/schema/notifications'
import { pushSubscriptions } from '@/db/schema/push'
import { sessions } from '@/db/schema/users'
import { addComment } from '@/lib/commands/comments'
import { updateEvent } from '@/lib/commands/events'
import { importFileEvents, makeFileEvent } from '@/lib/commands/import.test.file'
import { createShare, removeShare } from '@/lib/commands/shares'
import { dispatch } from '@/lib/jobs/dispatch'
import { type Stream, streamName } from '@/lib/realtime/channels'
import { countRowsRead } from '@/test/database/count-rows-read'
import { statementsOf } from '@/test/database/count-statements'
import {
  addMember,
  as,
  type Family,
  hour,
  insertViewers,
  makeFamily,
  makeUser,
} from '@/test/database/fixtures'
import { addressSharesConsumer } from './address-shares'
import type { Consumer, HandledChange } from './consumer'
import { invitedGroupsConsumer } from './invited-groups'
import { notificationsConsumer } from './notifications'
import { shareMailsConsumer } from './share-mails'

let family: Family
beforeAll(async () => {
  family = await makeFamily()
  await dispatch()
})

/** Reads the changes of a stream, as a consumer gets them. */
async function changesOf(stream: string, entity: string): Promise<HandledChange[]> {
  const rows = await db.execute<Omit<HandledChange, 'stream'>>(sql`
    select seq::int, entity, entity_id as id, op, before, after from changes
    where stream = ${stream} and entity = ${entity} order by seq`)
  return rows.map((change) => ({ ...change, stream: stream as Stream }))
}

/** Counts the statements of a consumer that handles changes at once, without those that wake the worker. */
async function countHandling(consumer: Consumer, changes: readonly HandledChange[]): Promise<number> {
  const statements = await statementsOf(() => db.transaction((tx) => consumer(tx, changes)))
  return statements.filter((statement) => !statement.includes("add_job('dispatch'")).length
}

const countDispatchStatements = async () => (await statementsOf(() => dispatch())).length

it('notifies 100 attendees of an invitation and of two new times with a bounded number of statements', async () => {
  const { owner, calendar, group } = family
  const { id, version } = await as(owner).createEvent({
    ...{ calendarId: calendar, span: hour('2027-01-21'), attendees: await insertViewers(group, 100) },
  })
  expect(await countDispatchStatements()).toBeLessThan(40)
  const moved = await as(owner).run(updateEvent, { id, version, patch: { span: hour('2027-01-22') } })
  expect(await countDispatchStatements()).toBeLessThan(50)
  const patch = { span: hour('2027-01-23') }
  await as(owner).run(updateEvent, { id, version: moved.result.version, patch })
  expect(await countDispatchStatements()).toBeLessThan(70)
  expect(await db.$count(stored, sql`event_id = ${id} and kind = 'changed' and last_seq > seq`)).toBe(100)
})

it('notifies 10 members once of an import of 1500 events, with bounded work for each hundred events', async () => {
  const { owner, calendar, group } = family
  const kind = 'calendar-changed'
  const settings = { kind, channel: 'in-app', mode: 'now' } as const
  const ids = await insertViewers(group, 10)
  await db.insert(notificationSettings).values(ids.map((userId) => ({ userId, ...settings })))
  const events = Array.from({ length: 1500 }, (_, n) => makeFileEvent(`${n}`, { span: hour('2027-01-21') }))
  await importFileEvents(owner, calendar, events)
  expect(await countDispatchStatements()).toBeLessThan(15 * 30)
  expect(await db.$count(stored, sql`kind = ${kind} and calendar_id = ${calendar}`)).toBe(10)

  await db.execute(sql`analyze changes`)
  const changes = (await changesOf(streamName('calendar', calendar), 'event')).slice(-100)
  expect(await countRowsRead('changes', (tx) => notificationsConsumer(tx, changes))).toBeLessThan(1000)
})

it('notifies and pushes to the users whom 4 comments mention with as many statements as for 2', async () => {
  const { owner, viewer, calendar } = family
  const [session] = await db
    .insert(sessions)
    .values({ sessionToken: randomUUID(), userId: viewer.id, expires: new Date(Date.now() + 86_400_000) })
    .returning({ id: sessions.id })
  const device = { endpoint: 'https://push.example.org/1', p256dh: '', auth: '' }
  await db
    .insert(pushSubscriptions)
    .values({ id: randomUUID(), userId: viewer.id, sessionId: session!.id, ...device })
  const { id: event } = await as(owner).createEvent({ calendarId: calendar, attendees: [viewer.id] })
  await dispatch()
  for (let n = 0; n < 6; n++) await as(owner).run(addComment, { event, text: `${n} <@${viewer.id}>` })
  const comments = await changesOf(streamName('calendar', calendar), 'comment')
  const ofTwo = await countHandling(notificationsConsumer, comments.slice(0, 2))
  expect(await countHandling(notificationsConsumer, comments.slice(2))).toBeLessThanOrEqual(ofTwo)
  const isPush = sql`channel = 'push' and user_id = ${viewer.id} and event_id = ${event}`
  expect(await db.$count(deliveries, sql`${isPush} and data ->> 'kind' = 'mentioned'`)).toBe(6)
})

it('handles 4 new members or shares by address with no more statements than 2', async () => {
  // Enables mail. No worker runs, so nothing is sent.
  process.env.SMTP_URL = 'smtp://127.0.0.1:9'
  const { owner, viewer, group } = family
  const joining = await Promise.all(Array.from({ length: 6 }, (_, n) => makeUser(`joining${n}`)))
  for (const user of joining) await addMember(user, owner, group, 'viewer')
  const joined = (await changesOf(streamName('group', group), 'member')).slice(-6)
  for (let times = 0; times < 6; times++) {
    await as(owner).createEvent({
      ...{ calendarId: owner.calendar, span: hour('2127-01-21'), attendees: [viewer.id], groups: [group] },
    })
  }
  const shares: string[] = []
  for (const { email } of joining) {
    const input = { calendar: owner.calendar, to: { email } }
    shares.push((await as(owner).run(createShare, input)).result.id)
  }
  const shared = (await changesOf(streamName('owners', owner.calendar), 'share')).slice(-6)
  const expectNoMoreForFour = async (consumer: Consumer, changes: readonly HandledChange[]) => {
    expect(changes).toHaveLength(6)
    const ofTwo = await countHandling(consumer, changes.slice(0, 2))
    expect(await countHandling(consumer, changes.slice(2))).toBeLessThanOrEqual(ofTwo)
  }
  await expectNoMoreForFour(invitedGroupsConsumer, joined)
  for (const consumer of [notificationsConsumer, addressSharesConsumer, shareMailsConsumer])
    await expectNoMoreForFour(consumer, shared)
  await expectNoMoreForFour(notificationsConsumer, joined)
  for (const share of shares) await as(owner).run(removeShare, { share })
  const removed = (await changesOf(streamName('owners', owner.calendar), 'share')).slice(-6)
  await expectNoMoreForFour(addressSharesConsumer, removed)
})
