import { randomUUID } from 'node:crypto'
import { beforeEach, describe, expect, it } from 'vitest'
import { db } from '@/db/client'
import { managedMembers } from '@/db/schema/groups'
import { users } from '@/db/schema/users'
import { grant } from '@/lib/access/grant'
import { answerEvent } from '@/lib/commands/answers'
import { updateEvent } from '@/lib/commands/events'
import { removeMember } from '@/lib/commands/members'
import {
  as,
  codeOf,
  type Family,
  hour,
  insertCalendar,
  insertPlacement,
  insertShare,
  insertViewers,
  makeFamily,
  type TestUser,
} from '@/test/database/fixtures'
import { peopleView } from './people-view'

const SPAN = { from: '2026-11-02', to: '2026-11-09', zone: 'UTC' }

let family: Family
beforeEach(async () => {
  family = await makeFamily()
})

const load = async (viewer: TestUser, span = SPAN) =>
  db.transaction(async (tx) =>
    peopleView(
      tx,
      await grant(tx, viewer, 'read', 'group', family.group),
      await as(viewer).loadReach(),
      span,
    ),
  )

/** Returns the names of the people whom an event or occurrence belongs to; null without a known attendee. */
const attendeesOf = async (viewer: TestUser, id: string, occurrence?: string, span = SPAN) => {
  const { members, people } = await load(viewer, span)
  const ofOccurrence = occurrence ? people.attendees[`${id} ${occurrence}`] : undefined
  const found = ofOccurrence === undefined ? people.attendees[id] : ofOccurrence
  return found ? found.map((index) => members[index]!.name).sort() : found
}

const invite = (input: Partial<Parameters<ReturnType<typeof as>['createEvent']>[0]> = {}) =>
  as(family.owner).createEvent({
    calendarId: family.calendar,
    span: hour('2026-11-03'),
    attendees: [family.viewer.id, family.editor.id, { email: 'guest@example.org' }],
    ...input,
  })

describe('the people of an event', () => {
  it('returns the attendees of an event who have not declined', async () => {
    const { id } = await invite()
    expect(await attendeesOf(family.owner, id)).toEqual(['editor', 'viewer'])
    await as(family.viewer).run(answerEvent, { id, version: 1, status: 'declined' })
    expect(await attendeesOf(family.owner, id)).toEqual(['editor'])
    await as(family.editor).run(answerEvent, { id, version: 1, status: 'declined' })
    expect(await attendeesOf(family.owner, id)).toEqual([])
    const { members, people } = await load(family.owner)
    expect(people.declined[id]?.map((index) => members[index]!.name).sort()).toEqual(['editor', 'viewer'])
  })

  it('returns nobody for an event without an attendee from the group', async () => {
    const { id } = await invite({ attendees: [{ email: 'guest@example.org' }] })
    expect(await attendeesOf(family.owner, id)).toBeUndefined()
  })

  it('returns the people of occurrences with attendees or answers of their own separately', async () => {
    const { id } = await invite({ rules: ['FREQ=DAILY;COUNT=4'] })
    const [second, third] = ['2026-11-04T09:00:00', '2026-11-05T09:00:00'] as const
    await as(family.viewer).run(answerEvent, { id, version: 1, occurrence: second, status: 'declined' })
    await as(family.owner).run(updateEvent, {
      ...{ id, version: 1, patch: { attendees: [family.admin.id] } },
      occurrence: { id: third, scope: 'this' },
    })
    expect(await attendeesOf(family.editor, id)).toEqual(['editor', 'viewer'])
    expect(await attendeesOf(family.editor, id, second)).toEqual(['editor'])
    expect(await attendeesOf(family.editor, id, third)).toEqual(['admin'])
    const nextWeek = { ...SPAN, from: '2026-11-09', to: '2026-11-16' }
    expect((await load(family.editor, nextWeek)).people.attendees).toEqual({})
  })

  it('returns only the viewer if the guest list is hidden', async () => {
    const { id } = await invite({ guestListHidden: true })
    expect(await attendeesOf(family.viewer, id)).toEqual(['viewer'])
    expect(await attendeesOf(family.admin, id)).toBeUndefined()
  })

  it('returns nobody to viewers who do not read the event in full', async () => {
    const { owner, admin, viewer } = family
    const hidden = await invite({ hiddenFrom: [admin.id] })
    const secret = await invite({ visibility: 'private', attendees: [family.editor.id] })
    const visible = await as(owner).createEvent({
      calendarId: owner.calendar,
      span: hour('2026-11-03'),
      attendees: [family.editor.id],
    })
    await insertPlacement(visible.id, family.calendar, 'title')
    expect(await attendeesOf(admin, hidden.id)).toBeUndefined()
    expect(await attendeesOf(viewer, hidden.id)).toEqual(['editor', 'viewer'])
    expect(await attendeesOf(viewer, secret.id)).toBeUndefined()
    expect(await attendeesOf(viewer, visible.id)).toBeUndefined()
    expect(await attendeesOf(family.editor, visible.id)).toEqual(['editor'])
  })

  it('returns the people of single occurrences only, to a viewer who is invited only to these', async () => {
    const { editor, owner, viewer } = family
    const otherCalendar = await insertCalendar({ ownerUserId: owner.id })
    const { id } = await as(owner).createEvent({
      ...{ calendarId: otherCalendar, span: hour('2026-11-03'), rules: ['FREQ=DAILY;COUNT=4'] },
      attendees: [editor.id],
    })
    const occurrence = '2026-11-04T09:00:00'
    await as(owner).run(updateEvent, {
      ...{ id, version: 1, patch: { attendees: [editor.id, viewer.id] } },
      occurrence: { id: occurrence, scope: 'this' },
    })
    expect((await load(viewer)).people.attendees).toEqual({ [`${id} ${occurrence}`]: [0, 2] })
  })
})

describe('the people view of a group', () => {
  it('lists the viewer first, and the owners of the calendars that the viewer sees', async () => {
    const { owner, admin, editor, viewer, group } = family
    await insertShare(editor.calendar, { userId: viewer.id }, 'freebusy')
    const { members, people, more } = await load(viewer)
    expect(members.map(({ name }) => name)).toEqual(['viewer', 'admin', 'editor', 'owner'])
    expect([people.owners, more]).toEqual([{ [viewer.calendar]: 0, [editor.calendar]: 2 }, 0])
    expect(Object.keys((await load(owner)).people.owners)).toEqual([owner.calendar])
    const child = { userId: randomUUID(), groupId: group, color: 'pink' }
    await db.insert(users).values({ id: child.userId, name: 'Baby' })
    await db.insert(managedMembers).values(child)
    expect((await load(viewer)).members.at(-1)).toMatchObject({ name: 'Baby', color: 'pink' })
    await insertViewers(group, 30)
    expect([(await load(admin)).members.length, (await load(admin)).more]).toEqual([30, 5])
  })

  it('answers NOT_FOUND to strangers and former members', async () => {
    const { owner, editor, sharee, stranger, group } = family
    await as(owner).run(removeMember, { group, user: editor.id })
    for (const user of [editor, sharee, stranger]) expect(await codeOf(load(user))).toBe('NOT_FOUND')
  })
})
