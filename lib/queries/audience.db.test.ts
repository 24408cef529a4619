import { eq, sql } from 'drizzle-orm'
import { beforeAll, describe, expect, it } from 'vitest'
import { db } from '@/db/client'
import { hiddenFrom as hiddenFromTable } from '@/db/schema/attendees'
import { events } from '@/db/schema/events'
import { readersOf } from '@/lib/access/levels'
import { blockSender } from '@/lib/commands/blocks'
import { updateEvent } from '@/lib/commands/events'
import { placeEvent } from '@/lib/commands/placements'
import { acceptShare, createShare } from '@/lib/commands/shares'
import type { audienceQuery } from '@/lib/schemas/audience'
import {
  addMember,
  as,
  codeOf,
  type Family,
  insertCalendar,
  insertShare,
  makeFamily,
  makeGroup,
  makeUser,
  type TestUser,
} from '@/test/database/fixtures'
import { audience } from './audience'
import { receivedShares } from './shares'

let family: Family

/** A user who accepted a share of the family's calendar by e-mail address and is in no group of the family. */
let cousin: TestUser
beforeAll(async () => {
  family = await makeFamily()
  cousin = await makeUser('cousin')
  const to = { email: cousin.email }
  const pendingTo = { email: `nobody-${crypto.randomUUID()}@example.org` }
  for (const sharee of [to, pendingTo]) {
    const { result } = await as(family.owner).run(createShare, {
      ...{ calendar: family.calendar, to: sharee, level: 'viewer' },
    })
    if (sharee === to) await as(cousin).run(acceptShare, { share: result.id })
  }
})

type AudienceInput = Partial<(typeof audienceQuery)['_output']>
const seenBy = (user: TestUser, input: AudienceInput = {}) =>
  db.transaction((tx) =>
    audience(tx, user, {
      calendar: family.calendar,
      private: false,
      attendees: [],
      hiddenFrom: [],
      ...input,
    }),
  )

describe('audience', () => {
  it('names readers in a common group and counts the others, without free/busy readers', async () => {
    expect(await seenBy(family.owner)).toEqual({
      isEditorIncluded: true,
      names: ['admin', 'editor', 'viewer'],
      others: 1,
    })
    expect(await seenBy(family.editor)).toEqual({
      isEditorIncluded: true,
      names: ['admin', 'owner', 'viewer'],
      others: 1,
    })
  })

  it('lists creator, attendees and calendar owners for a private event', async () => {
    const input = { private: true }
    expect(await seenBy(family.editor, input)).toEqual({
      isEditorIncluded: true,
      names: ['admin', 'owner'],
      others: 0,
    })
    expect(await seenBy(family.owner, input)).toEqual({ isEditorIncluded: true, names: ['admin'], others: 0 })
    const attendees = [family.viewer.id]
    expect((await seenBy(family.editor, { ...input, attendees })).names).toEqual(['admin', 'owner', 'viewer'])
    // Owners are listed, so that the editor learns before saving that they will see the event.
    const ownCalendar = await insertCalendar({ ownerUserId: family.viewer.id })
    await insertShare(ownCalendar, { userId: family.editor.id }, 'editor')
    expect(await seenBy(family.editor, { calendar: ownCalendar, private: true })).toEqual({
      ...{ isEditorIncluded: true, names: ['viewer'], others: 0 },
    })
  })

  it('reports that an editor who makes the event of another user private will not see it', async () => {
    const { id } = await as(family.owner).createEvent({ calendarId: family.calendar })
    const input = { event: id, private: true }
    expect(await seenBy(family.editor, input)).toEqual({
      isEditorIncluded: false,
      names: ['admin', 'owner'],
      others: 0,
    })
  })

  it('returns exactly the users who read the event once it is saved, in all calendars that show it', async () => {
    const { owner, admin, editor, viewer, sharee, stranger, calendar } = family
    const club = await makeGroup(editor)
    await addMember(viewer, editor, club.group, 'viewer')
    const { id } = await as(editor).createEvent({ calendarId: calendar })
    await as(editor).run(placeEvent, { event: id, calendar: club.calendar, detail: 'full' })
    const everybody = [owner, admin, editor, viewer, sharee, stranger, cousin]
    for (const visibility of ['private', 'default'] as const) {
      for (const attendees of [[], [viewer.id], [viewer.id, admin.id]]) {
        const predicted = await seenBy(editor, { event: id, private: visibility === 'private', attendees })
        const [row] = await db.select({ version: events.version }).from(events).where(eq(events.id, id))
        const patch = { visibility, attendees, kind: 'meeting' as const }
        await as(editor).run(updateEvent, { id, version: row!.version, patch })
        const reading = await Promise.all(everybody.map((user) => as(user).requestGrant('read', 'event', id)))
        const total = (predicted.isEditorIncluded ? 1 : 0) + predicted.names.length + predicted.others
        expect({ visibility, attendees, total }).toEqual({
          ...{ visibility, attendees, total: reading.filter((code) => code === 'ok').length },
        })
      }
    }
  })

  it('leaves out users that the event is hidden from', async () => {
    const { owner, admin, editor, calendar } = family
    const hiddenFrom = [admin.id]
    const expected = { isEditorIncluded: true, names: ['owner', 'viewer'], others: 1 }
    expect(await seenBy(editor, { hiddenFrom })).toEqual(expected)
    // The owner of a calendar, in no group with the editor.
    const ownCalendar = await insertCalendar({ ownerUserId: cousin.id })
    await insertShare(ownCalendar, { userId: editor.id }, 'editor')
    expect(await seenBy(editor, { calendar: ownCalendar, hiddenFrom: [cousin.id] })).toEqual({
      ...{ isEditorIncluded: true, names: [], others: 0 },
    })
    // A user whom the editor does not know, but an owner does.
    const { id } = await as(owner).createEvent({ calendarId: calendar })
    await db.insert(hiddenFromTable).values({ eventId: id, userId: cousin.id })
    expect((await seenBy(editor, { event: id, hiddenFrom: [cousin.id] })).others).toBe(0)
  })

  it('does not wait for another transaction that has locked the event', async () => {
    const { editor, viewer, calendar } = family
    const { id } = await as(editor).createEvent({ calendarId: calendar })
    await db.transaction(async (tx) => {
      await tx.select().from(events).where(eq(events.id, id)).for('update')
      await tx.execute(sql`set local idle_in_transaction_session_timeout = '10s'`)
      expect((await seenBy(editor, { event: id })).isEditorIncluded).toBe(true)
    })
    // The viewer reads the event, and can write in another calendar.
    expect(await codeOf(seenBy(viewer, { calendar: viewer.calendar, event: id }))).toBe('FORBIDDEN')
  })

  it('counts a group member who has blocked the sharer like any other sharee', async () => {
    const [ann, bob] = [await makeUser('ann'), await makeUser('bob')]
    const { group } = await makeGroup(ann)
    await addMember(bob, ann, group)
    const shareWithBob = async (to: { user: string } | { email: string }) => {
      const calendar = await insertCalendar({ ownerUserId: ann.id })
      await as(ann).run(createShare, { calendar, to, level: 'viewer' })
      return calendar
    }
    await shareWithBob({ email: bob.email })
    const [received] = await receivedShares(db, await as(bob).loadReach())
    await as(bob).run(blockSender, { share: received!.id })
    const calendar = await shareWithBob({ user: bob.id })
    expect(await as(bob).requestGrant('read', 'calendar', calendar)).toBe('NOT_FOUND')
    expect(await seenBy(ann, { calendar })).toEqual({ isEditorIncluded: true, names: ['bob'], others: 0 })
  })

  it('does not reveal whether an unrelated user reads the calendar, and refuses users who cannot write in it', async () => {
    const { editor, viewer, sharee, stranger } = family
    const before = await seenBy(editor, { private: true })
    expect(await seenBy(editor, { private: true, attendees: [cousin.id, sharee.id, stranger.id] })).toEqual(
      before,
    )
    const all = await seenBy(editor)
    expect(await seenBy(editor, { hiddenFrom: [cousin.id, sharee.id, stranger.id] })).toEqual(all)
    expect(await codeOf(seenBy(viewer))).toBe('FORBIDDEN')
    expect(await codeOf(seenBy(sharee))).toBe('FORBIDDEN')
    expect(await codeOf(seenBy(stranger))).toBe('NOT_FOUND')
    const { id } = await as(stranger).createEvent({ calendarId: stranger.calendar })
    expect(await codeOf(seenBy(editor, { event: id }))).toBe('NOT_FOUND')
  })
})

it('returns the same users and levels from readersOf as from levelsOf', async () => {
  const people = [
    ...Object.values(family).filter((member) => typeof member !== 'string'),
    cousin,
  ] as TestUser[]
  await insertShare(family.calendar, { groupId: (await makeGroup(family.stranger)).group }, 'editor')
  for (const calendar of [family.calendar, ...people.map((user) => user.calendar)]) {
    const rows = await db.execute<{ id: string; level: number }>(
      sql`select user_id as id, level from ${readersOf(calendar)} r`,
    )
    const found = Object.fromEntries(rows.map(({ id, level }) => [id, level]))
    for (const user of people) {
      const level = (await as(user).loadReach()).calendars.find(({ id }) => id === calendar)?.level
      expect([user.name, found[user.id]]).toEqual([
        user.name,
        level && ['freebusy', 'viewer', 'editor', 'owner'].indexOf(level) + 1,
      ])
    }
  }
})
