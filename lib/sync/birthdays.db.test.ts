import { eq, sql } from 'drizzle-orm'
import { v7 as uuidv7 } from 'uuid'
import { beforeEach, expect, it } from 'vitest'
import { db } from '@/db/client'
import { bindings, connections } from '@/db/schema/connections'
import { encryptCredentials } from '@/lib/access/credentials'
import { createGroup } from '@/lib/commands/groups'
import { addManagedMember, removeManagedMember, updateManagedMember } from '@/lib/commands/managed-members'
import { removeMember } from '@/lib/commands/members'
import { subscribeBirthdays } from '@/lib/commands/subscribed-calendars'
import { updateProfile } from '@/lib/commands/users'
import { dispatch } from '@/lib/jobs/dispatch'
import { runBinding } from '@/lib/jobs/sync/run-binding'
import { connectionsOf } from '@/lib/queries/connections'
import { as, codeOf, errorOf, type Family, makeFamily, type TestUser } from '@/test/database/fixtures'
import { openConnector } from './open-connector'
import { eventsIn } from './sync.test.account'

const signal = new AbortController().signal
const later = () => new Date(Date.now() + 3_600_000)

let family: Family
beforeEach(async () => {
  family = await makeFamily()
})

const setBirthday = (user: TestUser, birthday: string | null) => as(user).run(updateProfile, { birthday })

/** Subscribes to the birthdays of the family; `owned`: in a calendar of the group. */
async function subscribe(user: TestUser, owned = false) {
  const input = { of: family.group, name: 'Birthdays', ...(owned && { group: family.group }) }
  const calendar = (await as(user).run(subscribeBirthdays, input)).result.id
  const ofCalendar = eq(bindings.calendarId, calendar)
  const binding = async () => (await db.select().from(bindings).where(ofCalendar))[0]!
  const { id } = await binding()
  return {
    calendar,
    binding,
    sync: () => runBinding(id, signal),
    titles: async () => (await eventsIn(calendar)).map(({ title }) => title).sort(),
    /** Handles the changes so far, and returns whether they let the binding run soon. */
    async isWoken() {
      await dispatch()
      const isSoon = (await binding()).nextRunAt!.getTime() < Date.now() + 10_000
      await db.update(bindings).set({ nextRunAt: later() }).where(eq(bindings.id, id))
      return isSoon
    },
  }
}

it('lists birthdays as yearly free events, follows their changes, and removes those of people who leave', async () => {
  const { owner, editor, viewer, group } = family
  await setBirthday(editor, '1990-04-12')
  await setBirthday(viewer, '--02-29')
  const mia = { group, name: 'Mia', birthday: '2019-08-07' }
  const child = (await as(owner).run(addManagedMember, mia)).result.user
  const { calendar, sync, titles, binding } = await subscribe(owner)
  await sync()
  expect(await titles()).toEqual(['Mia (2019)', 'editor (1990)', 'viewer'])
  const events = await eventsIn(calendar)
  expect(events.find(({ title }) => title === 'editor (1990)')).toMatchObject({
    ...{ busy: false, readOnly: 'read-only-calendar' },
    recurrence: { rules: ['FREQ=YEARLY'] },
  })
  const { cursor } = await binding()
  await sync()
  expect((await binding()).cursor).toBe(cursor)

  await as(editor).run(updateProfile, { name: 'Edith', birthday: '1991-04-12' })
  await sync()
  expect(await titles()).toEqual(['Edith (1991)', 'Mia (2019)', 'viewer'])
  expect((await eventsIn(calendar)).map(({ id }) => id).sort()).toEqual(events.map(({ id }) => id).sort())

  await as(owner).run(removeMember, { group, user: editor.id })
  await as(owner).run(removeManagedMember, { group, user: child })
  await setBirthday(viewer, null)
  await sync()
  expect(await titles()).toEqual([])
})

it('stops a birthday sync when its user leaves the group, and shows no birthday that is entered afterwards', async () => {
  const { owner, viewer, editor, group } = family
  const { sync, titles, binding } = await subscribe(viewer)
  await sync()
  await as(owner).run(removeMember, { group, user: viewer.id })
  await setBirthday(editor, '1990-04-12')
  await sync()
  expect(await binding()).toMatchObject({ state: 'stopped', problem: 'permission-lost' })
  expect(await titles()).toEqual([])
})

it('lets only managers add a birthday calendar to the group, and names the connection after the group', async () => {
  const { owner, editor, group } = family
  const { calendar, sync, titles } = await subscribe(owner, true)
  await setBirthday(editor, '1990-04-12')
  await sync()
  expect(await titles()).toEqual(['editor (1990)'])
  expect((await as(editor).loadReach()).calendars.map(({ id }) => id)).toContain(calendar)
  const { name } = (await as(owner).loadReach()).groups.find(({ id }) => id === group)!
  expect(await connectionsOf(db, owner.id)).toMatchObject([{ kind: 'birthdays', account: name }])
  const input = { of: group, name: 'Birthdays' }
  const again = await errorOf(as(owner).run(subscribeBirthdays, input))
  expect(again.detail.fields).toEqual({ of: { code: 'taken' } })
  expect(await codeOf(as(editor).run(subscribeBirthdays, { ...input, group }))).toBe('FORBIDDEN')
})

it('reveals no birthdays to members of other groups', async () => {
  const { owner, editor, stranger, group } = family
  await setBirthday(editor, '1990-04-12')
  const other = (await as(owner).run(createGroup, { name: 'Club' })).result.id
  expect(await codeOf(as(stranger).run(subscribeBirthdays, { of: group, name: 'B' }))).toBe('NOT_FOUND')
  expect(await codeOf(as(owner).run(subscribeBirthdays, { of: group, name: 'B', group: other }))).toBe(
    'INVALID',
  )
  const id = uuidv7()
  const encrypted = encryptCredentials({}, 'test')
  const [connection] = await db
    .insert(connections)
    .values({ id, userId: stranger.id, kind: 'birthdays', account: group, ...encrypted })
    .returning()
  expect(await codeOf(openConnector(connection!))).toBe('NOT_FOUND')
  const ofOther = await openConnector({ ...connection!, userId: owner.id, account: other })
  const [calendar] = await ofOther.listCalendars(signal)
  for await (const { changes } of ofOther.pull(calendar!, null, signal)) expect(changes).toEqual([])
})

it('runs a birthday sync soon after a birthday or name has changed, and after people join or leave', async () => {
  const { owner, editor, viewer, stranger, group } = family
  const { isWoken } = await subscribe(owner)
  await isWoken()
  await setBirthday(editor, '1990-04-12')
  expect(await isWoken()).toBe(true)
  await as(editor).run(updateProfile, { name: 'Edith' })
  expect(await isWoken()).toBe(true)
  await as(editor).run(updateProfile, { weekStart: 7 })
  await setBirthday(stranger, '1990-04-12')
  expect(await isWoken()).toBe(false)
  const mia = { group, name: 'Mia', birthday: '2019-08-07' }
  const { user } = (await as(owner).run(addManagedMember, mia)).result
  expect(await isWoken()).toBe(true)
  await as(owner).run(updateManagedMember, { group, user, birthday: null })
  expect(await isWoken()).toBe(true)
  await as(owner).run(removeMember, { group, user: viewer.id })
  expect(await isWoken()).toBe(true)
})

it('queues no work for changed birthdays in groups whose birthdays are not synced', async () => {
  const { owner, editor, group } = family
  await dispatch()
  await setBirthday(editor, '1990-04-12')
  const mia = { group, name: 'Mia', birthday: '2019-08-07' }
  await as(owner).run(addManagedMember, mia)
  const waiting = sql`select 1 from consumer_cursors where consumer = 'sync' and stream in (${`user-${editor.id}`}, ${`group-${group}`}) and seq < pending`
  expect(await db.execute(waiting)).toEqual([])
})
