import { eq } from 'drizzle-orm'
import { beforeAll, describe, expect, it } from 'vitest'
import { db } from '@/db/client'
import { attendees } from '@/db/schema/attendees'
import { calendars } from '@/db/schema/calendars'
import { groups } from '@/db/schema/groups'
import { users } from '@/db/schema/users'
import { deleteEvent, updateEvent } from '@/lib/commands/events'
import { eventDetail } from '@/lib/queries/events'
import {
  addMember,
  as,
  type Family,
  insertCalendar,
  insertPlacement,
  insertShare,
  makeFamily,
  makeGroup,
  makeUser,
  type TestUser,
} from '@/test/database/fixtures'
import type { Actor } from './actor'
import { grant, type IdOf } from './grant'
import { type Noun, VERBS, type VerbOf } from './verbs'

let family: Family
beforeAll(async () => {
  family = await makeFamily()
})

async function expectUnseen<N extends Noun>(actor: Actor, noun: N, id: IdOf<N>) {
  for (const verb of VERBS[noun] as readonly VerbOf<N>[])
    expect(await as(actor).requestGrant(verb, noun, id)).toBe('NOT_FOUND')
}

describe('deleted rows', () => {
  it('does not find a deleted event', async () => {
    const { id } = await as(family.owner).createEvent({ calendarId: family.calendar })
    await as(family.owner).run(deleteEvent, { id })
    await expectUnseen(family.owner, 'event', id)
  })

  it('does not find a deleted calendar, its events and its history', async () => {
    const calendar = await insertCalendar({ ownerUserId: family.owner.id })
    const { id, changeset } = await as(family.owner).createEvent({ calendarId: calendar })
    await db.update(calendars).set({ deletedAt: new Date() }).where(eq(calendars.id, calendar))
    await expectUnseen(family.owner, 'calendar', calendar)
    await expectUnseen(family.owner, 'event', id)
    await expectUnseen(family.owner, 'changeset', changeset)
  })

  it('does not find a deleted group, its members, its calendar, and calendars shared with it', async () => {
    const [ann, bob] = [await makeUser('ann'), await makeUser('bob')]
    const { group, calendar } = await makeGroup(ann)
    await addMember(bob, ann, group)
    const { id } = await as(bob).createEvent({ calendarId: calendar })
    await insertShare(family.calendar, { groupId: group }, 'editor')
    expect(await as(bob).requestGrant('write', 'calendar', family.calendar)).toBe('ok')
    await db.update(groups).set({ deletedAt: new Date() }).where(eq(groups.id, group))
    expect(await as(ann).requestGrant('read', 'group', group)).toBe('NOT_FOUND')
    expect(await as(ann).requestGrant('read', 'member', { group, user: bob.id })).toBe('NOT_FOUND')
    expect(await as(ann).requestGrant('read', 'calendar', calendar)).toBe('NOT_FOUND')
    expect(await as(bob).requestGrant('read', 'event', id)).toBe('NOT_FOUND')
    expect(await as(bob).requestGrant('read', 'calendar', family.calendar)).toBe('NOT_FOUND')
    expect((await as(bob).loadReach()).calendars.map(({ id }) => id)).toEqual([bob.calendar])
  })

  it('does not find the account of a deleted user', async () => {
    const ann = await makeUser('ann')
    await db.update(users).set({ deletedAt: new Date() }).where(eq(users.id, ann.id))
    expect(await as(ann).requestGrant('own', 'self', null)).toBe('NOT_FOUND')
  })
})

describe('an event placed in another calendar', () => {
  const readDetail = async (testUser: TestUser, id: string) =>
    eventDetail(await db.transaction((tx) => grant(tx, testUser, 'read', 'event', id)))

  async function createPlacedEvent(
    detail: 'full' | 'title' | 'busy',
    visibility: 'default' | 'private' = 'default',
  ) {
    const { owner } = family
    const { id } = await as(owner).createEvent({
      calendarId: owner.calendar,
      title: 'Dentist',
      description: 'Root canal',
      location: 'High Street',
      color: 'pink',
      visibility,
      attendees: [owner.id],
    })
    await insertPlacement(id, family.calendar, detail)
    return id
  }

  it('lets a placed event be read in full, but written only from its home calendar', async () => {
    const id = await createPlacedEvent('full')
    const detail = await readDetail(family.viewer, id)
    expect(detail).toMatchObject({
      title: 'Dentist',
      description: 'Root canal',
      location: 'High Street',
      color: 'pink',
    })
    expect(detail.attendees).toHaveLength(1)
    // The admin owns the other calendar, which gives no permission on an event whose home is elsewhere.
    expect((await readDetail(family.admin, id)).editable).toBe(false)
    for (const verb of ['write', 'share', 'own'] as const) {
      expect(await as(family.admin).requestGrant(verb, 'event', id)).toBe('FORBIDDEN')
      expect(await as(family.owner).requestGrant(verb, 'event', id)).toBe('ok')
    }
    expect(await as(family.sharee).requestGrant('read', 'event', id)).toBe('NOT_FOUND')
    expect(await as(family.stranger).requestGrant('read', 'event', id)).toBe('NOT_FOUND')
  })

  it('shows only title and time of an event placed with detail title', async () => {
    const id = await createPlacedEvent('title')
    const detail = await readDetail(family.admin, id)
    expect(detail).toMatchObject({
      title: 'Dentist',
      attendees: [],
      createdBy: null,
      editable: false,
      color: null,
    })
    expect(JSON.stringify(detail)).not.toMatch(/Root canal|High Street|pink/)
    expect((await readDetail(family.owner, id)).description).toBe('Root canal')
  })

  it('refuses writing to a user who may read only the title of a private event', async () => {
    const { owner, editor, calendar } = family
    const { id } = await as(owner).createEvent({
      calendarId: calendar,
      visibility: 'private',
      description: 'Root canal',
    })
    expect(await as(editor).requestGrant('read', 'event', id)).toBe('NOT_FOUND')
    await insertPlacement(id, editor.calendar, 'title')
    expect(await readDetail(editor, id)).toMatchObject({ title: 'Dinner', description: '', editable: false })
    expect(await as(editor).requestGrant('write', 'event', id)).toBe('FORBIDDEN')
  })

  it('does not find an event placed as busy', async () => {
    const id = await createPlacedEvent('busy')
    await expectUnseen(family.admin, 'event', id)
    expect(await as(family.owner).requestGrant('own', 'event', id)).toBe('ok')
  })

  it('shows a private event to owners of the calendar that it is placed in, not to its editors', async () => {
    const id = await createPlacedEvent('full', 'private')
    expect(await as(family.admin).requestGrant('read', 'event', id)).toBe('ok')
    expect(await as(family.editor).requestGrant('read', 'event', id)).toBe('NOT_FOUND')
  })

  it('gives no access to an event through a deleted calendar, nor after its home calendar is deleted', async () => {
    const [home, other] = [
      await insertCalendar({ ownerUserId: family.owner.id }),
      await insertCalendar({ ownerUserId: family.owner.id }),
    ]
    const { id } = await as(family.owner).createEvent({ calendarId: home })
    await insertPlacement(id, other)
    await insertShare(other, { userId: family.stranger.id }, 'viewer')
    expect(await as(family.stranger).requestGrant('read', 'event', id)).toBe('ok')
    await db.update(calendars).set({ deletedAt: new Date() }).where(eq(calendars.id, other))
    expect(await as(family.stranger).requestGrant('read', 'event', id)).toBe('NOT_FOUND')
    expect(await as(family.owner).requestGrant('own', 'event', id)).toBe('ok')
    await insertPlacement(id, family.calendar)
    expect(await as(family.viewer).requestGrant('read', 'event', id)).toBe('ok')
    await db.update(calendars).set({ deletedAt: new Date() }).where(eq(calendars.id, home))
    expect(await as(family.viewer).requestGrant('read', 'event', id)).toBe('NOT_FOUND')
  })
})

describe('private events and attendees', () => {
  it('hides an event and its history from an editor as soon as it becomes private', async () => {
    const { id, version, changeset } = await as(family.owner).createEvent({ calendarId: family.calendar })
    expect(await as(family.editor).requestGrant('write', 'changeset', changeset)).toBe('ok')
    const hidden = await as(family.owner).run(updateEvent, { id, version, patch: { visibility: 'private' } })
    await expectUnseen(family.editor, 'event', id)
    await expectUnseen(family.editor, 'changeset', hidden.changeset!)
    await expectUnseen(family.editor, 'changeset', changeset)
    expect(await as(family.admin).requestGrant('write', 'changeset', hidden.changeset!)).toBe('ok')
  })

  it('does not find a private event for a removed attendee', async () => {
    const { id, version } = await as(family.owner).createEvent({
      calendarId: family.calendar,
      visibility: 'private',
      attendees: [family.editor.id],
    })
    expect(await as(family.editor).requestGrant('write', 'event', id)).toBe('ok')
    await as(family.owner).run(updateEvent, { id, version, patch: { attendees: [] } })
    expect(await as(family.editor).requestGrant('read', 'event', id)).toBe('NOT_FOUND')
  })

  it('gives an attendee no access to an event in a calendar that they do not see', async () => {
    const { id } = await as(family.owner).createEvent({
      calendarId: family.calendar,
      attendees: [family.viewer.id],
    })
    await db.update(attendees).set({ userId: family.stranger.id }).where(eq(attendees.eventId, id))
    expect(await as(family.stranger).requestGrant('read', 'event', id)).toBe('NOT_FOUND')
  })
})
