import { eq } from 'drizzle-orm'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { db } from '@/db/client'
import { attendees } from '@/db/schema/attendees'
import { shares } from '@/db/schema/calendars'
import { changes, changesets } from '@/db/schema/changes'
import { events } from '@/db/schema/events'
import { placements } from '@/db/schema/placements'
import type { EventFields } from '@/lib/schemas/events'
import {
  as,
  codeOf,
  days,
  errorOf,
  type Family,
  hour,
  insertCalendar,
  insertShare,
  makeFamily,
  makeUser,
  type TestUser,
} from '@/test/database/fixtures'
import { deleteEvent, updateEvent } from './events'
import { createInvitation } from './invitations'
import { undo } from './undo'

let family: Family
beforeAll(async () => {
  family = await makeFamily()
})

const edit = async (user: TestUser, id: string, patch: Partial<EventFields>) => {
  const [event] = await db.select().from(events).where(eq(events.id, id))
  const outcome = await as(user).run(updateEvent, { id, version: event!.version, patch })
  return outcome.changeset!
}
const undoChangeset = (user: TestUser, changeset: string) => as(user).run(undo, { changeset })

async function loadStored(id: string) {
  const [event] = await db.select().from(events).where(eq(events.id, id))
  const [home] = await db.select().from(placements).where(eq(placements.eventId, id))
  const people = await db.select().from(attendees).where(eq(attendees.eventId, id))
  return {
    ...event!,
    calendarId: home!.calendarId,
    isHidden: home!.deletedAt !== null,
    isDeleted: event!.deletedAt !== null,
    people: people.map(({ userId }) => userId).sort(),
  }
}

let id: string
let creation: string
beforeEach(async () => {
  const outcome = await as(family.editor).createEvent({
    calendarId: family.calendar,
    title: 'Dinner',
    attendees: [family.viewer.id, family.admin.id],
  })
  id = outcome.id
  creation = outcome.changeset
})

describe('undo', () => {
  it('undoes creating an event, and undoes the undo', async () => {
    const first = await undoChangeset(family.editor, creation)
    expect(first.result).toEqual({ kept: [] })
    expect(await loadStored(id)).toMatchObject({ isDeleted: true, isHidden: true })
    const second = await undoChangeset(family.editor, first.changeset!)
    expect(await loadStored(id)).toMatchObject({ isDeleted: false, isHidden: false, title: 'Dinner' })
    expect(
      (await as(family.viewer).loadRange('2026-11-21', '2026-11-22')).tuples.map(([shown]) => shown),
    ).toContain(id)
    const third = await undoChangeset(family.editor, second.changeset!)
    expect(await loadStored(id)).toMatchObject({ isDeleted: true, isHidden: true, version: 4 })
    const rows = await db.select().from(changesets).where(eq(changesets.id, third.changeset!))
    expect(rows).toEqual([expect.objectContaining({ command: 'undo', undoes: second.changeset })])
  })

  it('undoes and redoes an edit field by field', async () => {
    const before = await loadStored(id)
    const patch = {
      title: 'Lunch',
      description: 'All of us',
      location: 'Kitchen',
      color: 'pink',
      visibility: 'private',
      busy: false,
      kind: 'meeting',
      span: days('2026-11-01', '2027-01-01'),
    } as const
    const changeset = await edit(family.editor, id, patch)
    const edited = await loadStored(id)
    const undone = await undoChangeset(family.editor, changeset)
    const same = ({ version: _, updatedAt: __, sequence: ___, ...row }: typeof before) => row
    expect(same(await loadStored(id))).toEqual(same(before))
    await undoChangeset(family.editor, undone.changeset!)
    expect(same(await loadStored(id))).toEqual(same(edited))
    const [placed] = await db.select().from(placements).where(eq(placements.eventId, id))
    expect(placed).toMatchObject({ spanFrom: edited.spanFrom, spanTo: edited.spanTo, long: true })
  })

  it('undoes turning an event into a completed reminder without an end', async () => {
    const ticked = await edit(family.editor, id, { done: true, kind: 'reminder' })
    expect((await loadStored(id)).endWall).toBe('2026-11-21T09:00:00')
    await undoChangeset(family.editor, ticked)
    expect(await loadStored(id)).toMatchObject({
      doneAt: null,
      kind: 'event',
      endWall: '2026-11-21T10:00:00',
    })
  })

  it('undoes and redoes a change of attendees', async () => {
    const before = (await loadStored(id)).people
    const changeset = await edit(family.editor, id, { attendees: [family.owner.id, family.viewer.id] })
    const after = (await loadStored(id)).people
    const undone = await undoChangeset(family.editor, changeset)
    expect((await loadStored(id)).people).toEqual(before)
    const redone = await undoChangeset(family.editor, undone.changeset!)
    expect(redone.result.kept).toEqual([])
    expect((await loadStored(id)).people).toEqual(after)
  })

  it('undoes and redoes a move between calendars', async () => {
    const changeset = await edit(family.editor, id, { calendarId: family.editor.calendar, title: 'Mine' })
    const undone = await undoChangeset(family.editor, changeset)
    expect(await loadStored(id)).toMatchObject({ calendarId: family.calendar, title: 'Dinner' })
    const rows = await db.select().from(changes).where(eq(changes.changesetId, undone.changeset!))
    expect(rows.map(({ stream, op }) => [op, stream]).sort()).toEqual([
      ['added', `calendar-${family.calendar}`],
      ['removed', `calendar-${family.editor.calendar}`],
    ])
    await undoChangeset(family.editor, undone.changeset!)
    expect(await loadStored(id)).toMatchObject({ calendarId: family.editor.calendar, title: 'Mine' })
  })

  it('undoes a deletion', async () => {
    const { changeset } = await as(family.editor).run(deleteEvent, { id })
    await undoChangeset(family.editor, changeset!)
    expect(await loadStored(id)).toMatchObject({
      isDeleted: false,
      isHidden: false,
      title: 'Dinner',
      version: 3,
    })
    expect((await loadStored(id)).people).toHaveLength(2)
  })

  it('refuses to undo a deletion if another event has the UID now', async () => {
    const { changeset } = await as(family.editor).run(deleteEvent, { id })
    const twin = await as(family.editor).createEvent({ calendarId: family.calendar })
    await db
      .update(events)
      .set({ uid: `${id}@kinday` })
      .where(eq(events.id, twin.id))
    expect((await errorOf(undoChangeset(family.editor, changeset!))).code).toBe('INVALID')
    expect((await loadStored(id)).isDeleted).toBe(true)
  })

  it('changes nothing when a changeset is undone twice', async () => {
    const changeset = await edit(family.editor, id, { title: 'Lunch' })
    await undoChangeset(family.editor, changeset)
    expect(await undoChangeset(family.editor, changeset)).toEqual({
      result: { kept: [] },
      changeset: null,
      seqs: {},
      hiddenStreams: [],
      isAwaited: false,
    })
    await undoChangeset(family.editor, creation)
    expect((await undoChangeset(family.editor, creation)).changeset).toBeNull()
    const { version } = await loadStored(id)
    expect(version).toBe(4)
  })

  it('undoes once when two users undo concurrently', async () => {
    const changeset = await edit(family.editor, id, { title: 'Lunch' })
    const outcome = await Promise.all([
      undoChangeset(family.editor, changeset),
      undoChangeset(family.owner, changeset),
    ])
    expect(outcome.filter((result) => result.changeset !== null)).toHaveLength(1)
    expect((await loadStored(id)).version).toBe(3)
  })
})

describe('undo of what was changed since', () => {
  it('reverts the fields that were not changed since, and lists the others', async () => {
    const changeset = await edit(family.editor, id, { title: 'Lunch', location: 'Kitchen', busy: false })
    await edit(family.owner, id, { title: 'Brunch', busy: true })
    const { result } = await undoChangeset(family.editor, changeset)
    expect(result).toEqual({ kept: ['title'] })
    expect(await loadStored(id)).toMatchObject({ title: 'Brunch', location: '', busy: true })
  })

  it('answers CONFLICT when nothing is left to revert', async () => {
    const changeset = await edit(family.editor, id, { title: 'Lunch' })
    await edit(family.owner, id, { title: 'Brunch' })
    const error = await errorOf(undoChangeset(family.editor, changeset))
    expect([error.code, error.detail.data]).toEqual(['CONFLICT', { kept: ['title'] }])
    expect((await loadStored(id)).title).toBe('Brunch')
  })

  it('does not restore an event that was deleted after the edit to undo', async () => {
    const changeset = await edit(family.editor, id, { title: 'Lunch' })
    await as(family.owner).run(deleteEvent, { id })
    expect((await errorOf(undoChangeset(family.editor, changeset))).detail.data).toEqual({ kept: ['event'] })
    expect(await loadStored(id)).toMatchObject({ title: 'Lunch', isDeleted: true })
  })

  it('answers CONFLICT for an event that was deleted permanently', async () => {
    const { changeset } = await as(family.editor).run(deleteEvent, { id })
    await db.delete(events).where(eq(events.id, id))
    expect((await errorOf(undoChangeset(family.editor, changeset!))).code).toBe('CONFLICT')
  })

  it('keeps an event that has moved to another calendar since', async () => {
    const changeset = await edit(family.editor, id, { title: 'Lunch' })
    await edit(family.owner, id, { calendarId: family.owner.calendar })
    expect((await errorOf(undoChangeset(family.editor, changeset))).detail.data).toEqual({ kept: ['event'] })
    expect((await errorOf(undoChangeset(family.editor, creation))).detail.data).toEqual({ kept: ['event'] })
    expect(await loadStored(id)).toMatchObject({
      title: 'Lunch',
      calendarId: family.owner.calendar,
      isDeleted: false,
    })
  })

  it('reverts attendees as one field', async () => {
    const changeset = await edit(family.editor, id, { attendees: [family.owner.id] })
    await edit(family.editor, id, { attendees: [family.owner.id, family.viewer.id] })
    await edit(family.editor, id, { attendees: [family.viewer.id, family.admin.id] })
    expect((await undoChangeset(family.editor, changeset)).result).toEqual({ kept: [] })
    expect((await loadStored(id)).people).toHaveLength(2)
  })
})

describe('undo by another user', () => {
  it('requires write permission in the calendar to undo an edit of another user', async () => {
    const changeset = await edit(family.editor, id, { title: 'Lunch' })
    expect(await codeOf(undoChangeset(family.viewer, changeset))).toBe('FORBIDDEN')
    expect(await codeOf(undoChangeset(family.sharee, changeset))).toBe('NOT_FOUND')
    expect(await codeOf(undoChangeset(family.stranger, changeset))).toBe('NOT_FOUND')
    expect((await loadStored(id)).title).toBe('Lunch')
    await undoChangeset(family.admin, changeset)
    expect((await loadStored(id)).title).toBe('Dinner')
  })

  it('requires write permission in both calendars to undo a move', async () => {
    const other = await insertCalendar({ ownerUserId: family.owner.id })
    const changeset = await edit(family.owner, id, { calendarId: other })
    expect(await codeOf(undoChangeset(family.editor, changeset))).toBe('NOT_FOUND')
    await insertShare(other, { userId: family.editor.id }, 'viewer')
    expect(await codeOf(undoChangeset(family.editor, changeset))).toBe('FORBIDDEN')
    expect((await loadStored(id)).calendarId).toBe(other)
    await undoChangeset(family.owner, changeset)
    expect((await loadStored(id)).calendarId).toBe(family.calendar)
  })

  it('refuses to undo for a user who has lost write permission since', async () => {
    const other = await insertCalendar({ ownerUserId: family.owner.id })
    await insertShare(other, { userId: family.stranger.id }, 'editor')
    const { changeset } = await as(family.stranger).createEvent({ calendarId: other })
    await db.update(shares).set({ level: 'viewer' }).where(eq(shares.calendarId, other))
    expect(await codeOf(undoChangeset(family.stranger, changeset))).toBe('FORBIDDEN')
    await db.delete(shares).where(eq(shares.calendarId, other))
    expect(await codeOf(undoChangeset(family.stranger, changeset))).toBe('NOT_FOUND')
  })

  it('refuses to let editors undo changes of an event that is private now', async () => {
    const changeset = await edit(family.owner, id, { title: 'Lunch', attendees: [] })
    const { changeset: hidden } = await as(family.owner).createEvent({
      calendarId: family.calendar,
      visibility: 'private',
    })
    expect(await codeOf(undoChangeset(family.editor, hidden))).toBe('NOT_FOUND')
    const formerlyPublic = await as(family.owner).createEvent({
      calendarId: family.calendar,
      title: 'Open',
      span: hour('2026-11-30'),
    })
    await edit(family.owner, formerlyPublic.id, { visibility: 'private', title: 'Secret' })
    expect(await codeOf(undoChangeset(family.editor, formerlyPublic.changeset))).toBe('NOT_FOUND')
    expect((await loadStored(formerlyPublic.id)).isDeleted).toBe(false)
    await undoChangeset(family.editor, changeset)
  })

  it('refuses changesets that are not about events', async () => {
    const { changeset } = await as(family.owner).run(createInvitation, { group: family.group })
    expect(await codeOf(undoChangeset(family.owner, changeset!))).toBe('NOT_FOUND')
  })
})

it('requires the permission to move when undoing a move of another user', async () => {
  const { owner, editor, group, calendar } = await makeFamily()
  const other = await insertCalendar({ ownerGroupId: group })
  const { id } = await as(owner).createEvent({ calendarId: calendar })
  const moved = await as(owner).run(updateEvent, { id, version: 1, patch: { calendarId: other } })
  expect(await codeOf(as(editor).run(undo, { changeset: moved.changeset! }))).toBe('FORBIDDEN')
  expect(await codeOf(as(owner).run(undo, { changeset: moved.changeset! }))).toBe('ok')
  // Users can undo their own move without the permission to move from the target.
  const mine = await as(owner).createEvent({ calendarId: owner.calendar })
  const lender = await makeUser('lender')
  await insertShare(lender.calendar, { userId: owner.id }, 'editor')
  const move = await as(owner).run(updateEvent, {
    id: mine.id,
    version: 1,
    patch: { calendarId: lender.calendar },
  })
  expect(await codeOf(as(owner).run(undo, { changeset: move.changeset! }))).toBe('ok')
})
