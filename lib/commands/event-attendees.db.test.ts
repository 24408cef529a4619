import { eq } from 'drizzle-orm'
import { beforeAll, describe, expect, it } from 'vitest'
import { db } from '@/db/client'
import { answers } from '@/db/schema/answers'
import { attendees } from '@/db/schema/attendees'
import { users } from '@/db/schema/users'
import { grant } from '@/lib/access/grant'
import { eventDetail } from '@/lib/queries/events'
import type { EventFields } from '@/lib/schemas/events'
import {
  addMember,
  as,
  errorOf,
  type Family,
  loadEventDetail,
  makeFamily,
  makeGroup,
  makeUser,
  type TestUser,
} from '@/test/database/fixtures'
import { answerEvent } from './answers'
import { updateEvent } from './events'
import { undo } from './undo'

let family: Family
beforeAll(async () => {
  family = await makeFamily()
})

const edit = (user: TestUser, id: string, version: number, patch: Partial<EventFields>) =>
  as(user).run(updateEvent, { id, version, patch })

/** Reads the event, by default as the owner of its home calendar. */
const loadRow = async (id: string, user: TestUser = family.owner) =>
  (await db.transaction((tx) => grant(tx, user, 'read', 'event', id))).row

describe('attendees', () => {
  it('rejects new attendees whom the user does not know', async () => {
    const { owner, viewer, stranger, sharee, calendar } = family
    for (const unknown of [stranger, sharee]) {
      const attempt = as(owner).createEvent({ calendarId: calendar, attendees: [viewer.id, unknown.id] })
      expect((await errorOf(attempt)).detail).toEqual({ fields: { attendees: { code: 'invalid' } } })
    }
    const { id, version } = await as(owner).createEvent({ calendarId: calendar, attendees: [viewer.id] })
    expect((await errorOf(edit(owner, id, version, { attendees: [stranger.id] }))).code).toBe('INVALID')
    expect(await db.select().from(attendees).where(eq(attendees.eventId, id))).toHaveLength(1)
  })

  it('keeps present attendees whom the user does not know', async () => {
    const [ann, bob, cleo] = [await makeUser('ann'), await makeUser('bob'), await makeUser('cleo')]
    const { group, calendar } = await makeGroup(ann)
    await addMember(bob, ann, group)
    const other = await makeGroup(ann)
    await addMember(cleo, ann, other.group)
    const { id, version } = await as(ann).createEvent({ calendarId: calendar, attendees: [cleo.id] })
    const { result } = await edit(bob, id, version, { attendees: [cleo.id, bob.id] })
    expect((await loadRow(id, ann)).attendees.map(({ userId }) => userId).sort()).toEqual(
      [bob.id, cleo.id].sort(),
    )
    expect(
      (await errorOf(edit(bob, id, result.version, { attendees: [ann.id, family.owner.id] }))).code,
    ).toBe('INVALID')
  })

  it('sets new attendees to needs-action, except users who invite themselves', async () => {
    const { owner, viewer, calendar } = family
    const { id } = await as(owner).createEvent({
      calendarId: calendar,
      attendees: [viewer.id, owner.id, viewer.id],
    })
    expect(
      (await db.select().from(answers).where(eq(answers.eventId, id))).map(({ userId, status }) => [
        userId,
        status,
      ]),
    ).toEqual([[owner.id, 'accepted']])
  })

  it('keeps rows and answers of attendees when others are added or removed', async () => {
    const { owner, viewer, editor, calendar } = family
    const { id, version } = await as(owner).createEvent({
      calendarId: calendar,
      attendees: [viewer.id, owner.id],
    })
    await as(viewer).run(answerEvent, { id, version, status: 'tentative' })
    const before = (await loadRow(id)).attendees.find(({ userId }) => userId === viewer.id)
    await edit(owner, id, version, { attendees: [editor.id, viewer.id] })
    const after = (await loadRow(id)).attendees
    expect(after.map(({ userId }) => userId).sort()).toEqual([editor.id, viewer.id].sort())
    expect(after.find(({ userId }) => userId === viewer.id)).toEqual(before)
    const stored = await db.select().from(answers).where(eq(answers.userId, viewer.id))
    expect(stored.find((answer) => answer.eventId === id)).toMatchObject({ status: 'tentative' })
  })

  it('treats reordered attendees as no change', async () => {
    const { owner, viewer, editor, calendar } = family
    const { id, version } = await as(owner).createEvent({
      calendarId: calendar,
      attendees: [viewer.id, editor.id],
    })
    const same = await edit(owner, id, version, { attendees: [editor.id, viewer.id] })
    expect(same).toMatchObject({ changeset: null, result: { version } })
  })

  it('invites an address once regardless of case and spaces, and the user’s own address as the account', async () => {
    const { owner, calendar } = family
    await db.update(users).set({ emailVerified: new Date() }).where(eq(users.id, owner.id))
    const { id } = await as(owner).createEvent({
      calendarId: calendar,
      attendees: [
        { email: 'Ann@Example.org', name: 'Ann' },
        { email: ' ann@example.ORG' },
        { email: owner.email.toUpperCase() },
      ],
    })
    const row = await loadRow(id)
    expect(row.attendees.map(({ userId, email, name }) => [userId, email, name])).toEqual([
      [null, 'ann@example.org', 'Ann'],
      [owner.id, null, owner.name],
    ])
    expect(row.organizerId).toBe(owner.id)
  })

  it('does not match the address of another member with the account', async () => {
    const { owner, viewer, calendar } = family
    await db.update(users).set({ emailVerified: new Date() }).where(eq(users.id, viewer.id))
    const { id } = await as(owner).createEvent({ calendarId: calendar, attendees: [{ email: viewer.email }] })
    expect((await loadRow(id)).attendees).toMatchObject([{ userId: null, email: viewer.email }])
  })

  it('removes guests by address, and accepts a name only for guests without an address', async () => {
    const { owner, calendar } = family
    const { id, version } = await as(owner).createEvent({
      calendarId: calendar,
      attendees: [{ email: 'ann@example.org' }, { email: 'bob@example.org', name: 'Bob' }],
    })
    expect((await errorOf(edit(owner, id, version, { attendees: [{ name: 'Bob' }] }))).code).toBe('INVALID')
    await edit(owner, id, version, { attendees: [{ email: 'ann@example.org' }] })
    expect((await loadRow(id)).attendees).toMatchObject([{ email: 'ann@example.org' }])
  })

  it('keeps the first inviter as organizer when other users invite', async () => {
    const { owner, editor, viewer, calendar } = family
    const { id, version } = await as(owner).createEvent({ calendarId: calendar })
    expect((await loadRow(id)).organizerId).toBeNull()
    await edit(editor, id, version, { attendees: [viewer.id] })
    await edit(owner, id, version + 1, { attendees: [viewer.id, owner.id] })
    expect((await loadRow(id)).organizerId).toBe(editor.id)
  })

  it('invites only groups that the user is in, and undoes the invitation with the guest options', async () => {
    const { owner, group, calendar, stranger } = family
    const other = await makeGroup(stranger)
    const { id, version } = await as(owner).createEvent({ calendarId: calendar })
    expect((await errorOf(edit(owner, id, version, { groups: [other.group] }))).detail).toEqual({
      fields: { groups: { code: 'invalid' } },
    })
    const patch = { groups: [group], capacity: 12, answerBy: '2026-11-20', guestListHidden: true }
    const { changeset } = await edit(owner, id, version, patch)
    expect(await loadRow(id)).toMatchObject(patch)
    await as(owner).run(undo, { changeset: changeset! })
    expect(await loadRow(id)).toMatchObject({
      groups: [],
      capacity: null,
      answerBy: null,
      guestListHidden: false,
    })
  })

  it('shows a hidden guest list to editors only', async () => {
    const { owner, viewer, editor, calendar } = family
    const { id } = await as(owner).createEvent({
      calendarId: calendar,
      attendees: [viewer.id, owner.id],
      guestListHidden: true,
    })
    const shownTo = async (user: TestUser) => {
      const granted = await db.transaction((tx) => grant(tx, user, 'read', 'event', id))
      return eventDetail(granted).attendees.map(({ userId }) => userId)
    }
    expect(await shownTo(viewer)).toEqual([viewer.id])
    expect(await shownTo(editor)).toHaveLength(2)
  })
})

describe('limited places', () => {
  it('puts later guests on the waiting list, keeps the order when a comment changes, and moves guests up when a place becomes free', async () => {
    const { owner, viewer, editor, calendar } = family
    const { id, version } = await as(owner).createEvent({
      calendarId: calendar,
      attendees: [viewer.id, editor.id],
      capacity: 2,
    })
    const waiting = async () => {
      const { attendees, takenPlaces } = await loadEventDetail(owner, id)
      return [takenPlaces, ...attendees.flatMap(({ name, isWaiting }) => (isWaiting ? name : []))]
    }
    await as(viewer).run(answerEvent, { id, version, status: 'accepted', partySize: 2 })
    await as(editor).run(answerEvent, { id, version, status: 'accepted' })
    await as(viewer).run(answerEvent, { id, version, status: 'accepted', partySize: 2, comment: 'Yes!' })
    expect(await waiting()).toEqual([2, 'editor'])
    const { changeset } = await as(viewer).run(answerEvent, { id, version, status: 'declined' })
    expect(await waiting()).toEqual([1])
    await as(viewer).run(undo, { changeset: changeset! })
    expect(await waiting()).toEqual([2, 'editor'])
  })
})
