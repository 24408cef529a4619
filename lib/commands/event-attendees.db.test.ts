import { eq } from 'drizzle-orm'
import { beforeAll, describe, expect, it } from 'vitest'
import { db } from '@/db/client'
import { answers } from '@/db/schema/answers'
import { attendees } from '@/db/schema/attendees'
import { grant } from '@/lib/access/grant'
import type { EventFields } from '@/lib/schemas/events'
import {
  addMember,
  as,
  errorOf,
  type Family,
  makeFamily,
  makeGroup,
  makeUser,
  type TestUser,
} from '@/test/database/fixtures'
import { answerEvent } from './answers'
import { updateEvent } from './events'

let family: Family
beforeAll(async () => {
  family = await makeFamily()
})

const edit = (user: TestUser, id: string, version: number, patch: Partial<EventFields>) =>
  as(user).run(updateEvent, { id, version, patch })

/** Reads the event, by default as the owner of its home calendar. */
const read = async (id: string, user: TestUser = family.owner) =>
  (await db.transaction((tx) => grant(tx, user, 'read', 'event', id))).row

describe('attendees', () => {
  it('rejects attendees the actor does not know', async () => {
    const { owner, viewer, stranger, sharee, calendar } = family
    for (const unknown of [stranger, sharee]) {
      const attempt = as(owner).createEvent({ calendarId: calendar, attendees: [viewer.id, unknown.id] })
      expect((await errorOf(attempt)).detail).toEqual({ fields: { attendees: { code: 'invalid' } } })
    }
    const { id, version } = await as(owner).createEvent({ calendarId: calendar, attendees: [viewer.id] })
    expect((await errorOf(edit(owner, id, version, { attendees: [stranger.id] }))).code).toBe('INVALID')
    expect(await db.select().from(attendees).where(eq(attendees.eventId, id))).toHaveLength(1)
  })

  it('keeps attendees the actor does not know', async () => {
    const [ann, bob, cleo] = [await makeUser('ann'), await makeUser('bob'), await makeUser('cleo')]
    const { group, calendar } = await makeGroup(ann)
    await addMember(bob, ann, group)
    const other = await makeGroup(ann)
    await addMember(cleo, ann, other.group)
    const { id, version } = await as(ann).createEvent({ calendarId: calendar, attendees: [cleo.id] })
    const { result } = await edit(bob, id, version, { attendees: [cleo.id, bob.id] })
    expect((await read(id, ann)).attendees.map(({ userId }) => userId).sort()).toEqual(
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
    const before = (await read(id)).attendees.find(({ userId }) => userId === viewer.id)
    await edit(owner, id, version, { attendees: [editor.id, viewer.id] })
    const after = (await read(id)).attendees
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
})
