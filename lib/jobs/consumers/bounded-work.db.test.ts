import { sql } from 'drizzle-orm'
import { beforeAll, expect, it } from 'vitest'
import { db } from '@/db/client'
import { notificationSettings, notifications as stored } from '@/db/schema/notifications'
import { updateEvent } from '@/lib/commands/events'
import { importFileEvents, makeFileEvent } from '@/lib/commands/import.test.file'
import { dispatch } from '@/lib/jobs/dispatch'
import { type Stream, streamName } from '@/lib/realtime/channels'
import { countRowsRead } from '@/test/database/count-rows-read'
import { statementsOf } from '@/test/database/count-statements'
import { as, type Family, hour, insertViewers, makeFamily } from '@/test/database/fixtures'
import type { HandledChange } from './consumer'
import { notifications } from './notifications'

let family: Family
beforeAll(async () => {
  family = await makeFamily()
  await dispatch()
})

const countDispatch = async () => (await statementsOf(() => dispatch())).length

it('notifies 300 attendees of an invitation and of two new times with a bounded number of statements', async () => {
  const { owner, calendar, group } = family
  const { id, version } = await as(owner).createEvent({
    ...{ calendarId: calendar, span: hour('2027-01-21'), attendees: await insertViewers(group, 300) },
  })
  expect(await countDispatch()).toBeLessThan(40)
  const moved = await as(owner).run(updateEvent, { id, version, patch: { span: hour('2027-01-22') } })
  expect(await countDispatch()).toBeLessThan(50)
  const patch = { span: hour('2027-01-23') }
  await as(owner).run(updateEvent, { id, version: moved.result.version, patch })
  expect(await countDispatch()).toBeLessThan(70)
  expect(await db.$count(stored, sql`event_id = ${id} and kind = 'changed' and last_seq > seq`)).toBe(300)
})

it('notifies 30 members once of an import of 5000 events, with bounded work for each hundred events', async () => {
  const { owner, calendar, group } = family
  const kind = 'calendar-changed'
  const settings = { kind, channel: 'in-app', mode: 'now' } as const
  const ids = await insertViewers(group, 30)
  await db.insert(notificationSettings).values(ids.map((userId) => ({ userId, ...settings })))
  const events = Array.from({ length: 5000 }, (_, n) => makeFileEvent(`${n}`, { span: hour('2027-01-21') }))
  await importFileEvents(owner, calendar, events)
  expect(await countDispatch()).toBeLessThan(50 * 30)
  expect(await db.$count(stored, sql`kind = ${kind} and calendar_id = ${calendar}`)).toBe(30)

  await db.execute(sql`analyze changes`)
  const stream = streamName('calendar', calendar) as Stream
  const last = await db.execute<Omit<HandledChange, 'stream'>>(sql`
    select seq::int, entity, entity_id as id, op, before, after from changes
    where stream = ${stream} and entity = 'event' order by seq desc limit 100`)
  const changes = last.map((change) => ({ ...change, stream })).reverse()
  expect(await countRowsRead('changes', (tx) => notifications(tx, changes))).toBeLessThan(2000)
}, 60_000)
