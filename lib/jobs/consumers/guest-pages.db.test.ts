import { eq, sql } from 'drizzle-orm'
import { beforeEach, expect, it } from 'vitest'
import { db } from '@/db/client'
import type { Columns } from '@/db/rows'
import { events } from '@/db/schema/events'
import { grant } from '@/lib/access/grant'
import { answerEvent } from '@/lib/commands/answers'
import { createCalendar, deleteCalendar } from '@/lib/commands/calendars'
import { updateEvent } from '@/lib/commands/events'
import { renewGuestLink, revokeGuestLink } from '@/lib/commands/guest-links'
import { claimTask } from '@/lib/commands/task-claims'
import { openTaskList } from '@/lib/commands/task-lists'
import { addTasks } from '@/lib/commands/tasks'
import { restore } from '@/lib/commands/trash'
import { as, codeOf, hour, makeUser } from '@/test/database/fixtures'
import { insertGuest } from '@/test/database/guests'
import { dispatch } from '../dispatch'

type Guest = Awaited<ReturnType<typeof insertGuest>>

beforeEach(async () => {
  await dispatch()
  await realtimeJobs()
})

/** Runs consumers. Returns the new jobs that ping or close pages of guests. */
async function realtimeJobs(): Promise<{ pinged: string[]; closed: string[] }> {
  await dispatch()
  const jobs = await db.execute<Columns<{ name: string; payload: { links?: string[]; user?: string } }>>(sql`
    delete from graphile_worker._private_jobs j using graphile_worker._private_tasks t
    where t.id = j.task_id and t.identifier in ('ping-guests', 'cut-off') returning t.identifier as name, j.payload`)
  return {
    pinged: jobs.flatMap(({ payload }) => payload.links ?? []).sort(),
    closed: jobs.flatMap(({ payload }) => payload.user ?? []),
  }
}

async function makeScenario() {
  const owner = await makeUser('owner')
  const { id } = await as(owner).createEvent({
    ...{
      calendarId: owner.calendar,
      attendees: [{ email: 'ann@example.org' }, owner.id],
      span: hour('2031-05-14'),
    },
  })
  const [row] = await db.execute<{ id: string }>(sql`select id from guest_links where event_id = ${id}`)
  const person = { email: 'ann@example.org', name: null }
  const ann: Guest = { kind: 'guest', link: row!.id, event: id, person }
  const zoe = await insertGuest(id, { name: 'Zoe' })
  await realtimeJobs()
  const version = async () => (await db.select().from(events).where(eq(events.id, id)))[0]!.version
  const edit = async (patch: object) =>
    as(owner).run(updateEvent, { id, version: await version(), patch } as never)
  const answer = async (guest: Guest) =>
    as(guest).run(answerEvent, { id, version: await version(), status: 'accepted' })
  return { owner, id, ann, zoe, edit, answer }
}

it('pings the pages of all guests when an event changes, and when a guest answers', async () => {
  const { ann, zoe, edit, answer } = await makeScenario()
  const bothLinks = [ann.link, zoe.link].sort()
  await edit({ title: 'Choir' })
  expect(await realtimeJobs()).toEqual({ pinged: bothLinks, closed: [] })
  await answer(ann)
  expect(await realtimeJobs()).toEqual({ pinged: bothLinks, closed: [] })
})

it('pings only the page of the guest who answered if the guest list is hidden', async () => {
  const { id, ann, answer } = await makeScenario()
  await db.update(events).set({ guestListHidden: true }).where(eq(events.id, id))
  await answer(ann)
  expect(await realtimeJobs()).toEqual({ pinged: [ann.link], closed: [] })
})

it('pings the pages of all guests when a sign-up sheet changes, and not for other tasks', async () => {
  const { owner, id, ann, zoe } = await makeScenario()
  const list = (await as(owner).run(openTaskList, { event: id })).result.id
  const add = async (task: object) =>
    (await as(owner).run(addTasks, { list, tasks: [{ title: 'Salad', ...task }] })).result.ids[0]!
  await add({})
  expect((await realtimeJobs()).pinged).toEqual([])
  const sheet = await add({ wanted: 2 })
  expect((await realtimeJobs()).pinged).toEqual([ann.link, zoe.link].sort())
  await db.update(events).set({ guestListHidden: true }).where(eq(events.id, id))
  await as(ann).run(claimTask, { task: sheet, quantity: 1 })
  expect(await realtimeJobs()).toEqual({ pinged: [ann.link, zoe.link].sort(), closed: [] })
})

it('closes the connections of a guest who is removed, and of a link that is revoked or replaced', async () => {
  const { owner, id, ann, zoe, edit } = await makeScenario()
  await edit({ attendees: [owner.id, { name: 'Zoe' }] })
  expect(await realtimeJobs()).toEqual({ pinged: [zoe.link], closed: [`guest-${ann.link}`] })
  const { result } = await as(owner).run(renewGuestLink, { event: id, name: 'Zoe' })
  expect((await realtimeJobs()).closed).toEqual([`guest-${zoe.link}`])
  await as(owner).run(revokeGuestLink, { event: id, link: result.id })
  expect((await realtimeJobs()).closed).toEqual([`guest-${result.id}`])
})

it('pings the pages of a calendar’s guests when the calendar is deleted and restored', async () => {
  const { owner, id, ann, zoe } = await makeScenario()
  const bothLinks = [ann.link, zoe.link].sort()
  await as(owner).run(createCalendar, { name: 'Other' })
  await realtimeJobs()
  const readPage = () => db.transaction((tx) => grant(tx, ann, 'read', 'event', id))
  await as(owner).run(deleteCalendar, { calendar: owner.calendar })
  expect(await realtimeJobs()).toEqual({ pinged: bothLinks, closed: [] })
  expect(await codeOf(readPage())).toBe('NOT_FOUND')
  await as(owner).run(restore, { calendar: owner.calendar })
  expect(await realtimeJobs()).toEqual({ pinged: bothLinks, closed: [] })
  expect(await codeOf(readPage())).toBe('ok')
})
