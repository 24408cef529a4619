import { and, eq } from 'drizzle-orm'
import { beforeAll, describe, expect, it } from 'vitest'
import { db } from '@/db/client'
import { placements } from '@/db/schema/placements'
import { users } from '@/db/schema/users'
import { dispatch } from '@/lib/jobs/dispatch'
import {
  addMember,
  as,
  codeOf,
  errorOf,
  type Family,
  hour,
  insertCalendar,
  insertShare,
  makeFamily,
  makeGroup,
  makeUser,
  type TestUser,
} from '@/test/database/fixtures'
import { createCalendar, deleteCalendar } from './calendars'
import { deleteEvent, updateEvent } from './events'
import { changeRole, leaveGroup, removeMember } from './members'
import { placeEvent, unplaceEvent } from './placements'
import { EVENT_DAY, listSeenBy, makeEventAndGroup, NEXT_DAY } from './placements.test.group'
import { acceptShare, createShare, removeShare, updateShare } from './shares'
import { restore } from './trash'
import { undo } from './undo'

let family: Family
beforeAll(async () => {
  family = await makeFamily()
})

/** Returns the calendars of the placements of an event, except its home. */
async function placedIn(id: string): Promise<string[]> {
  const rows = await db
    .select()
    .from(placements)
    .where(and(eq(placements.eventId, id), eq(placements.home, false)))
  return rows.map(({ calendarId }) => calendarId)
}

describe('placements of a user who loses access', () => {
  it('removes placements of a user who leaves or is removed, in both halves of a series', async () => {
    const { ann, bob, cleo, group, calendar } = await makeEventAndGroup()
    const zoe = await makeUser('zoe')
    await insertShare(zoe.calendar, { userId: bob.id }, 'editor')
    const make = async (actor: TestUser, title: string, rules: string[] = []) => {
      const created = await as(actor).createEvent({
        calendarId: actor.calendar,
        title,
        rules,
        span: hour(EVENT_DAY, 12),
      })
      return { id: created.id, version: created.version }
    }
    const [own, theirs] = [await make(bob, 'Run', ['FREQ=DAILY;COUNT=4']), await make(zoe, 'Lent')]
    const [anns] = [await make(ann, 'Stays')]
    for (const [actor, { id }] of [
      [bob, own],
      [bob, theirs],
      [ann, anns],
    ] as const) {
      await as(actor).run(placeEvent, { event: id, calendar })
    }
    await as(bob).run(updateEvent, {
      ...{ ...own, patch: { title: 'Swim' } },
      occurrence: { id: '2026-06-03T12:00:00', scope: 'following' },
    })
    const titles = async () =>
      (await as(cleo).loadRange(EVENT_DAY, '2026-06-09')).tuples.map(([, , , , , title]) => title).sort()
    expect(await titles()).toEqual(['Lent', 'Run', 'Run', 'Stays', 'Swim', 'Swim'])
    const leaving = await as(bob).run(leaveGroup, { group })
    expect(await titles()).toEqual(['Stays'])
    // Viewers of the calendar are notified.
    expect(Object.keys(leaving.seqs)).toContain(`calendar-${calendar}`)
    expect(await listSeenBy(zoe)).toEqual([{ title: 'Lent', in: zoe.calendar, also: [] }])
    await addMember(bob, ann, group)
    await as(bob).run(placeEvent, { event: theirs.id, calendar })
    expect(await titles()).toEqual(['Lent', 'Stays'])
    await as(ann).run(removeMember, { group, user: bob.id })
    expect(await titles()).toEqual(['Stays'])
  })

  it('removes placements when the share of either calendar ends or becomes free/busy', async () => {
    for (const side of ['home', 'target'] as const) {
      const [ann, bob] = [await makeUser('ann'), await makeUser('bob')]
      const shared = await insertCalendar({ ownerUserId: ann.id })
      const created = await as(ann).createEvent({
        calendarId: shared,
        title: 'Trip',
        span: hour(EVENT_DAY, 12),
      })
      const eventOfBob = await as(bob).createEvent({
        calendarId: bob.calendar,
        title: 'Trip',
        span: hour(EVENT_DAY, 12),
      })
      const placing =
        side === 'home'
          ? { event: created.id, calendar: bob.calendar }
          : { event: eventOfBob.id, calendar: shared }
      const countEvents = async () =>
        (await as(side === 'home' ? bob : ann).loadRange(EVENT_DAY, NEXT_DAY)).tuples.length
      const shareWithBob = async () =>
        (await as(ann).run(createShare, { calendar: shared, to: { email: bob.email }, level: 'editor' }))
          .result.id
      for (const end of ['removed', 'reduced'] as const) {
        const before = await countEvents()
        const id = await shareWithBob()
        await db.update(users).set({ emailVerified: new Date() }).where(eq(users.id, bob.id))
        await as(bob).run(acceptShare, { share: id })
        await as(bob).run(placeEvent, placing)
        if (end === 'removed') await as(ann).run(removeShare, { share: id })
        else await as(ann).run(updateShare, { share: id, level: 'freebusy' })
        await dispatch()
        expect(await placedIn(placing.event)).toEqual([])
        if (end === 'removed') expect(await countEvents()).toBe(before)
      }
    }
  })

  it('keeps placements of a user who becomes a viewer, who can still remove them', async () => {
    const { ann, bob, group, calendar } = await makeEventAndGroup()
    const { id } = await as(bob).createEvent({
      calendarId: bob.calendar,
      title: 'Run',
      span: hour(EVENT_DAY, 12),
    })
    await as(bob).run(placeEvent, { event: id, calendar })
    await as(ann).run(changeRole, { group, user: bob.id, role: 'viewer' })
    expect(await placedIn(id)).toEqual([calendar])
    await as(bob).run(unplaceEvent, { event: id, calendar })
    expect(await placedIn(id)).toEqual([])
  })

  it('keeps placements in a trashed calendar when a user leaves another group', async () => {
    const { ann, group, calendar, event, place } = await makeEventAndGroup()
    await place('full')
    await as(ann).run(createCalendar, { name: 'Another', group })
    const dora = await makeUser('dora')
    const otherGroup = await makeGroup(dora)
    await addMember(ann, dora, otherGroup.group)
    await as(ann).run(deleteCalendar, { calendar })
    await as(ann).run(leaveGroup, { group: otherGroup.group })
    await as(ann).run(restore, { calendar })
    expect(await placedIn(event.id)).toEqual([calendar])
  })

  it('does not restore placements of a removed user by undo', async () => {
    const { ann, bob, cleo, group, calendar } = await makeEventAndGroup()
    const { id } = await as(bob).createEvent({
      calendarId: bob.calendar,
      title: 'Run',
      span: hour(EVENT_DAY, 12),
    })
    await as(bob).run(placeEvent, { event: id, calendar })
    const { changeset } = await as(ann).run(unplaceEvent, { event: id, calendar })
    await as(bob).run(leaveGroup, { group })
    expect(await codeOf(as(ann).run(undo, { changeset: changeset! }))).toBe('CONFLICT')
    expect(await listSeenBy(cleo)).toEqual([])
  })
})

describe('undo', () => {
  it('undoes placing, changing the detail of, and removing a placement', async () => {
    const { ann, bob, group, calendar, event, place } = await makeEventAndGroup()
    const placed = await place('busy')
    const full = await place('full')
    await as(ann).run(undo, { changeset: full.changeset! })
    expect(await listSeenBy(bob)).toEqual([{ title: '', in: calendar, also: [] }])
    await as(ann).run(undo, { changeset: placed.changeset! })
    expect(await listSeenBy(bob)).toEqual([])
    const titled = await place('title')
    const removal = await as(bob).run(unplaceEvent, { event: event.id, calendar })
    // Undo is for the user who removed it, not for other editors, and not while the event is in the trash.
    const cara = await makeUser('cara')
    await addMember(cara, ann, group)
    expect(await codeOf(as(cara).run(undo, { changeset: removal.changeset! }))).toBe('NOT_FOUND')
    await as(ann).run(deleteEvent, { id: event.id })
    expect(await codeOf(as(bob).run(undo, { changeset: removal.changeset! }))).toBe('CONFLICT')
    await as(ann).run(restore, { event: event.id })
    await as(bob).run(undo, { changeset: removal.changeset! })
    expect(await listSeenBy(bob)).toEqual([{ title: 'Dentist', in: calendar, also: [] }])
    const busy = await place('busy')
    expect((await errorOf(as(ann).run(undo, { changeset: titled.changeset! }))).code).toBe('CONFLICT')
    expect(await codeOf(as(family.stranger).run(undo, { changeset: busy.changeset! }))).toBe('NOT_FOUND')
  })

  it('undoes an edit of an event that has other placements', async () => {
    const { ann, cleo, calendar, event, place } = await makeEventAndGroup()
    await place('full')
    const edit = { id: event.id, version: event.version, patch: { title: 'Doctor' } }
    const edited = await as(ann).run(updateEvent, edit)
    expect(Object.keys(edited.seqs).sort()).toEqual(
      [`calendar-${ann.calendar}`, `calendar-${calendar}`].sort(),
    )
    // The response to the editor omits streams of calendars that they may not see.
    expect(edited.hiddenStreams).toEqual([`calendar-${calendar}`])
    expect((await listSeenBy(cleo))[0]?.title).toBe('Doctor')
    const undone = await as(ann).run(undo, { changeset: edited.changeset! })
    expect(Object.keys(undone.seqs)).toContain(`calendar-${calendar}`)
    expect((await listSeenBy(cleo))[0]?.title).toBe('Dentist')
    const deleted = await as(ann).run(deleteEvent, { id: event.id })
    expect(await listSeenBy(cleo)).toEqual([])
    await as(ann).run(undo, { changeset: deleted.changeset! })
    expect((await listSeenBy(cleo))[0]?.title).toBe('Dentist')
  })
})
