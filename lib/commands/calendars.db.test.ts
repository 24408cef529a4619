import { eq, sql } from 'drizzle-orm'
import { beforeAll, describe, expect, it } from 'vitest'
import { db } from '@/db/client'
import { singleRow } from '@/db/rows'
import { calendars } from '@/db/schema/calendars'
import { grant } from '@/lib/access/grant'
import { purge } from '@/lib/jobs/upkeep'
import { calendarDetail } from '@/lib/queries/calendars'
import { trash } from '@/lib/queries/trash'
import {
  addMember,
  as,
  codeOf,
  errorOf,
  type Family,
  hour,
  insertPlacement,
  insertShare,
  makeFamily,
  makeGroup,
  makeUser,
  type TestUser,
} from '@/test/database/fixtures'
import { waitForLockWait } from '@/test/database/lock-waits'
import { orderCalendars, showCalendars } from './calendar-settings'
import { createCalendar, deleteCalendar, updateCalendar } from './calendars'
import { deleteEvent } from './events'
import { deletePermanently, restore } from './trash'

let family: Family
beforeAll(async () => {
  family = await makeFamily()
})

const calendarsOf = async (user: TestUser) => (await as(user).loadReach()).calendars.map(({ id }) => id)
const detailFor = (user: TestUser, id: string) =>
  db.transaction(async (tx) => calendarDetail(tx, await grant(tx, user, 'freebusy', 'calendar', id)))
const trashOf = async (user: TestUser) => trash(db, await as(user).loadReach())
const titles = async (user: TestUser) =>
  (await as(user).loadRange('2026-06-01', '2026-06-02')).tuples.map((tuple) => tuple[5]).sort()

describe('a calendar', () => {
  it('lets admins of a group create a calendar and notifies its members', async () => {
    const { admin, editor, viewer, group } = family
    const created = await as(admin).run(createCalendar, { name: 'Holidays', group })
    expect(Object.keys(created.seqs).sort()).toEqual([`calendar-${created.result.id}`, `group-${group}`])
    expect(await calendarsOf(viewer)).toContain(created.result.id)
    expect(await codeOf(as(editor).run(createCalendar, { name: 'Mine', group }))).toBe('FORBIDDEN')
    expect(await codeOf(as(family.stranger).run(createCalendar, { name: 'Mine', group }))).toBe('NOT_FOUND')
  })

  it('lets owners edit a calendar and merges or reports concurrent edits', async () => {
    const { owner, admin, editor, calendar } = family
    const change = (user: TestUser, version: number, patch: object) =>
      as(user).run(updateCalendar, { calendar, version, patch })
    // Replaces the random color, which may equal one below.
    await db.update(calendars).set({ color: 'brown' }).where(eq(calendars.id, calendar))
    expect(await codeOf(change(editor, 1, { name: 'Ours' }))).toBe('FORBIDDEN')
    expect((await change(owner, 1, { name: 'Okafors' })).result.version).toBe(2)
    expect((await change(admin, 1, { color: 'pink', description: 'All of us' })).result.version).toBe(3)
    const { code, detail } = await errorOf(change(admin, 2, { color: 'teal', name: 'Family' }))
    expect(code).toBe('CONFLICT')
    expect(detail.data).toMatchObject({ version: 3, fields: { color: { yours: 'teal', theirs: 'pink' } } })
    expect((await change(admin, 3, { color: 'pink' })).changeset).toBeNull()
    expect(await detailFor(owner, calendar)).toMatchObject({
      ...{ name: 'Okafors', color: 'pink', description: 'All of us', version: 3 },
    })
  })

  it('stores the calendar order and ignores ids the user cannot see', async () => {
    const user = await makeUser()
    const { result: second } = await as(user).run(createCalendar, { name: 'Second' })
    const { result: third } = await as(user).run(createCalendar, { name: 'Third' })
    const wanted = [third.id, user.calendar, second.id]
    await as(user).run(orderCalendars, { calendars: [family.calendar, ...wanted, third.id] })
    expect(await calendarsOf(user)).toEqual(wanted)
    expect((await as(user).run(orderCalendars, { calendars: [] })).changeset).toBeNull()
    expect(await calendarsOf(user)).toEqual(wanted)
  })

  it('shows and hides several calendars at once for the user only', async () => {
    const { viewer, stranger, calendar } = family
    const hiddenOf = async (user: TestUser) =>
      (await as(user).loadReach()).calendars.filter(({ hidden }) => hidden).map(({ id }) => id)
    const outcome = await as(viewer).run(showCalendars, {
      shown: [viewer.calendar],
      hidden: [calendar, calendar.toUpperCase(), stranger.calendar],
    })
    expect(outcome.result.changed).toBe(1)
    expect(Object.keys(outcome.seqs)).toEqual([`user-${viewer.id}`])
    expect(await hiddenOf(viewer)).toEqual([calendar])
    expect(await hiddenOf(family.editor)).toEqual([])
    expect(await hiddenOf(stranger)).toEqual([])
    expect((await as(viewer).run(showCalendars, { hidden: [calendar] })).changeset).toBeNull()
    await as(viewer).run(showCalendars, { shown: [calendar] })
    expect(await hiddenOf(viewer)).toEqual([])
  })

  it('hides shares, feeds and contents of a calendar from users who do not own it', async () => {
    const { viewer, sharee, owner, calendar } = family
    await as(owner).run(updateCalendar, { calendar, version: 3, patch: { description: 'Quite private' } })
    expect(await detailFor(viewer, calendar)).toMatchObject({
      ...{ shares: [], feeds: [], deletion: null, ownShareId: null, description: 'Quite private' },
    })
    expect(await detailFor(sharee, calendar)).toMatchObject({ description: '', shares: [], deletion: null })
    expect((await detailFor(sharee, calendar)).ownShareId).not.toBeNull()
    expect((await detailFor(owner, calendar)).shares).toMatchObject([
      { to: 'user', toId: sharee.id, level: 'freebusy' },
    ])
  })
})

/** Creates a calendar of Ann shared with Bob, with an event placed in her group's calendar and a deleted event. */
async function sharedCalendar() {
  const [ann, bob] = [await makeUser('ann'), await makeUser('bob')]
  const { group, calendar: common } = await makeGroup(ann)
  await addMember(bob, ann, group, 'editor')
  const { id: calendar } = (await as(ann).run(createCalendar, { name: 'Shelf' })).result
  await insertShare(calendar, { userId: bob.id }, 'viewer')
  const addEvent = (title: string) =>
    as(ann).createEvent({ calendarId: calendar, title, span: hour('2026-06-01') })
  const [kept, gone] = [await addEvent('Kept'), await addEvent('Gone before')]
  await insertPlacement(kept.id, common, 'title')
  await as(ann).run(deleteEvent, { id: gone.id })
  return { ann, bob, group, common, calendar, kept, gone }
}

describe('the trash', () => {
  it('trashes a calendar with its events and all their placements, and restores them', async () => {
    const { ann, bob, common, calendar, kept } = await sharedCalendar()
    expect((await detailFor(ann, calendar)).deletion).toEqual({ events: 1, people: 1 })
    expect(await codeOf(as(bob).run(deleteCalendar, { calendar }))).toBe('FORBIDDEN')
    const deleted = await as(ann).run(deleteCalendar, { calendar })
    expect(deleted.result.events).toBe(1)
    expect(Object.keys(deleted.seqs).sort()).toEqual(
      [`calendar-${calendar}`, `calendar-${common}`, `user-${ann.id}`, `user-${bob.id}`].sort(),
    )
    expect([await titles(ann), await titles(bob)]).toEqual([[], []])
    expect(await calendarsOf(bob)).not.toContain(calendar)
    expect(await codeOf(as(ann).run(deleteEvent, { id: kept.id }))).toBe('NOT_FOUND')
    expect(await trashOf(ann)).toMatchObject([
      { kind: 'calendar', id: calendar, name: 'Shelf', count: 1, by: 'ann', canDeletePermanently: true },
    ])
    expect(await trashOf(bob)).toEqual([])
    expect(await codeOf(as(bob).run(restore, { calendar }))).toBe('NOT_FOUND')

    await as(ann).run(restore, { calendar })
    expect([await titles(ann), await titles(bob)]).toEqual([['Kept'], ['Kept']])
    expect(await trashOf(ann)).toMatchObject([{ kind: 'event', name: 'Gone before', place: 'Shelf' }])
    expect(await codeOf(as(ann).run(restore, { calendar }))).toBe('NOT_FOUND')
  })

  it('keeps the last calendar of a user or group when the last two are deleted concurrently', async () => {
    const ann = await makeUser('ann')
    const { calendar: common } = await makeGroup(ann)
    for (const calendar of [ann.calendar, common]) {
      expect((await errorOf(as(ann).run(deleteCalendar, { calendar }))).detail.data).toEqual({
        reason: 'last_calendar',
      })
      expect((await detailFor(ann, calendar)).deletion).toBeNull()
    }
    const { id } = (await as(ann).run(createCalendar, { name: 'Second' })).result
    const deletions = [ann.calendar, id].map((calendar) => codeOf(as(ann).run(deleteCalendar, { calendar })))
    expect((await Promise.all(deletions)).sort()).toEqual(['CONFLICT', 'ok'])
  })

  it('locks the group before the calendar when a calendar is deleted, as the deletion of the group does', async () => {
    const owner = await makeUser('ann')
    const { group } = await makeGroup(owner)
    const { id } = (await as(owner).run(createCalendar, { name: 'Spare', group })).result
    let deleted: Promise<unknown> | undefined
    await db.transaction(async (tx) => {
      await tx.execute(sql`select 1 from groups where id = ${group} for update`)
      deleted = as(owner).run(deleteCalendar, { calendar: id })
      await waitForLockWait()
      await tx.execute(sql`select 1 from calendars where id = ${id} for update nowait`)
    })
    await deleted
  })

  it('lets editors restore events and only owners delete them permanently', async () => {
    const { editor, viewer, owner, calendar } = family
    const { id } = await as(editor).createEvent({
      calendarId: calendar,
      title: 'Picnic',
      span: hour('2026-06-01'),
    })
    await as(editor).run(deleteEvent, { id })
    expect(await trashOf(viewer)).toEqual([])
    expect(await trashOf(editor)).toMatchObject([
      { kind: 'event', id, name: 'Picnic', by: 'editor', canDeletePermanently: false },
    ])
    expect(await codeOf(as(viewer).run(restore, { event: id }))).toBe('NOT_FOUND')
    expect(await codeOf(as(editor).run(deletePermanently, { event: id }))).toBe('FORBIDDEN')
    await as(editor).run(restore, { event: id })
    expect(await titles(viewer)).toEqual(['Picnic'])
    expect(await codeOf(as(owner).run(deletePermanently, { event: id }))).toBe('NOT_FOUND')
    await as(editor).run(deleteEvent, { id })
    await as(owner).run(deletePermanently, { event: id })
    expect(await trashOf(owner)).toEqual([])
    expect(await isStored('Picnic')).toBe(false)
  })

  it('lists private events in the trash only for users who may read them', async () => {
    const { owner, editor, calendar } = family
    const { id } = await as(owner).createEvent({
      calendarId: calendar,
      title: 'Surprise',
      visibility: 'private',
    })
    await as(owner).run(deleteEvent, { id })
    expect(JSON.stringify(await trashOf(editor))).not.toContain('Surprise')
    expect(JSON.stringify(await trashOf(owner))).toContain('Surprise')
    expect(await codeOf(as(editor).run(restore, { event: id }))).toBe('NOT_FOUND')
  })

  it('deletes a calendar permanently on request and after 30 days', async () => {
    for (const reason of ['requested', 'expired'] as const) {
      const ann = await makeUser('ann')
      const name = `Zanzibar ${reason}`
      const { id } = (await as(ann).run(createCalendar, { name })).result
      await as(ann).run(updateCalendar, {
        calendar: id,
        version: 1,
        patch: { description: `${name} diary` },
      })
      await as(ann).createEvent({ calendarId: id, title: `${name} trip` })
      await as(ann).run(deleteCalendar, { calendar: id })
      expect(await isStored(name)).toBe(true)
      if (reason === 'requested') await as(ann).run(deletePermanently, { calendar: id })
      else {
        await db.execute(
          sql`update calendars set deleted_at = deleted_at - interval '29 days' where id = ${id}`,
        )
        await purge()
        expect(await isStored(name)).toBe(true)
        await db.execute(
          sql`update calendars set deleted_at = deleted_at - interval '1 day' where id = ${id}`,
        )
        await purge()
      }
      expect(await db.select().from(calendars).where(eq(calendars.id, id))).toEqual([])
      expect(await isStored(name)).toBe(false)
      expect(await codeOf(as(ann).run(restore, { calendar: id }))).toBe('NOT_FOUND')
    }
  })
})

/** Checks whether a text is stored in events, calendars or changes. */
async function isStored(text: string): Promise<boolean> {
  const row = singleRow(
    await db.execute<{ found: boolean }>(sql`
    select exists (select 1 from changes where before::text like ${`%${text}%`} or after::text like ${`%${text}%`})
      or exists (select 1 from events where title like ${`%${text}%`})
      or exists (select 1 from calendars where name like ${`%${text}%`}) as found`),
  )
  return row.found
}

describe('number of calendars', () => {
  it('limits a user to 100 calendars, including restored ones', async () => {
    const ann = await makeUser('ann')
    const { result } = await as(ann).run(createCalendar, { name: 'One more' })
    await as(ann).run(deleteCalendar, { calendar: result.id })
    await db.execute(sql`
      insert into calendars (id, owner_user_id, name, color)
      select gen_random_uuid(), ${ann.id}::uuid, 'Many', 'teal' from generate_series(1, 98)`)
    await as(ann).run(createCalendar, { name: 'The hundredth' })
    const tooMany = { name: { code: 'too_many', limit: 100 } }
    expect((await errorOf(as(ann).run(createCalendar, { name: 'Too many' }))).detail.fields).toEqual(tooMany)
    expect((await errorOf(as(ann).run(restore, { calendar: result.id }))).detail.fields).toEqual(tooMany)
  })
})
