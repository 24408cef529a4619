import { randomUUID } from 'node:crypto'
import { and, eq, sql } from 'drizzle-orm'
import { beforeEach, describe, expect, it } from 'vitest'
import { db } from '@/db/client'
import { attendees } from '@/db/schema/attendees'
import { calendars } from '@/db/schema/calendars'
import { groups, managedMembers, members } from '@/db/schema/groups'
import { notifications } from '@/db/schema/notifications'
import { users } from '@/db/schema/users'
import { grant } from '@/lib/access/grant'
import { PALETTE } from '@/lib/calendar/palette'
import { dispatch } from '@/lib/jobs/dispatch'
import { purge } from '@/lib/jobs/upkeep'
import { loadActivity } from '@/lib/queries/activity.test.entries'
import { groupOverview, people } from '@/lib/queries/groups'
import { news } from '@/lib/queries/news'
import { MAX_MANAGED_MEMBERS } from '@/lib/schemas/choices'
import { groupOverviewOutput } from '@/lib/schemas/groups'
import {
  addMember,
  as,
  codeOf,
  errorOf,
  type Family,
  hour,
  loadEventDetail,
  makeFamily,
  makeGroup,
  makeUser,
  type TestUser,
} from '@/test/database/fixtures'
import { insertGuest } from '@/test/database/guests'
import { answerAsGuest, recordAnswer } from './answers'
import { askAgain } from './ask-again'
import { updateEvent } from './events'
import { deleteGroup, restoreGroup } from './groups'
import { addManagedMember, removeManagedMember, updateManagedMember } from './managed-members'
import { removeMember, setMemberColor } from './members'
import { createShare } from './shares'
import { undo } from './undo'

let family: Family
beforeEach(async () => {
  family = await makeFamily()
})

const addChild = async (name = 'Mia', by: TestUser = family.owner) =>
  (await as(by).run(addManagedMember, { group: family.group, name })).result.user

const membersSeenBy = async (user: TestUser) =>
  groupOverviewOutput.parse(
    await db.transaction(async (tx) =>
      groupOverview(tx, await grant(tx, user, 'read', 'group', family.group)),
    ),
  )

const peopleIn = async (id: string, event: string, user: TestUser = family.owner) =>
  (await loadEventDetail(user, event)).attendees.flatMap(({ userId, name, status }) =>
    userId === id || name === 'Mia' ? [{ userId, name, status }] : [],
  )

describe('members without an account', () => {
  it('lists members without an account after the others, with a name, a color and no role', async () => {
    const user = await addChild()
    const { members: listed, memberCount } = await membersSeenBy(family.viewer)
    expect(memberCount).toBe(5)
    expect(listed.at(-1)).toMatchObject({ userId: user, name: 'Mia', hasAccount: false, role: null })
    expect(new Set(listed.map(({ color }) => color)).size).toBe(5)
    expect(listed.filter(({ hasAccount }) => hasAccount)).toHaveLength(4)
  })

  it('gives each member a color that no other has, as long as the palette has more', async () => {
    for (let n = 0; n < 7; n++) await addChild(`Child ${n}`)
    const { members: listed } = await membersSeenBy(family.owner)
    expect(new Set(listed.map(({ color }) => color)).size).toBe(11)
  })

  it('limits the number of members without an account per group', async () => {
    const rows = Array.from({ length: MAX_MANAGED_MEMBERS - 1 }, () => randomUUID())
    await db.insert(users).values(rows.map((id) => ({ id, name: 'Child' })))
    await db
      .insert(managedMembers)
      .values(rows.map((userId) => ({ userId, groupId: family.group, color: 'sky' })))
    await addChild()
    const { detail } = await errorOf(addChild())
    expect(detail.fields).toEqual({ name: { code: 'too_many', limit: MAX_MANAGED_MEMBERS } })
  })

  it('changes name and color of a member without an account, and records the author in the activity', async () => {
    const { owner, admin, group } = family
    const { user } = (await as(owner).run(addManagedMember, { group, name: 'Mia', color: 'sky' })).result
    await as(admin).run(updateManagedMember, { group, user, name: 'Mia Lou' })
    await as(admin).run(updateManagedMember, { group, user, color: 'brown' })
    await as(admin).run(removeManagedMember, { group, user })
    const { entries } = await loadActivity(family.viewer, group, { kind: 'member' })
    const items = entries
      .slice(0, 4)
      .map(({ items: [item], author }) => [
        ...[author!.name, item!.op, item!.name],
        ...item!.changes.map(({ field, from, to }) => ({ field, from, to })),
      ])
    expect(items).toEqual([
      ['admin', 'removed', 'Mia Lou'],
      ['admin', 'changed', 'Mia Lou', { field: 'color', from: 'sky', to: 'brown' }],
      ['admin', 'changed', 'Mia Lou', { field: 'name', from: 'Mia', to: 'Mia Lou' }],
      ['owner', 'added', 'Mia'],
    ])
  })

  it('shows the name of a removed member without an account in the news', async () => {
    const { owner, viewer, group } = family
    const since = Date.now() - 1000
    const user = await addChild()
    await as(owner).run(removeManagedMember, { group, user })
    const listed = await news(db, await as(viewer).loadReach(), since, 'UTC')
    expect(listed.filter(({ by }) => by?.id === user).map(({ op, by }) => [op, by!.name])).toEqual([
      ['left', 'Mia'],
      ['joined', 'Mia'],
    ])
  })

  it('adds a new member without an account to an event that invites later members, and notifies nobody', async () => {
    const { owner, calendar, group } = family
    const event = await as(owner).createEvent({
      ...{ calendarId: calendar, groups: [group], span: hour('2126-11-21') },
    })
    const user = await addChild()
    await dispatch()
    await dispatch()
    expect(await peopleIn(user, event.id)).toEqual([{ userId: user, name: 'Mia', status: 'accepted' }])
    expect(await db.select().from(notifications).where(eq(notifications.userId, user))).toEqual([])
    const about = and(
      eq(notifications.groupId, group),
      sql`stream like 'group-%' and seq = (
      select max(seq) from changes c where c.stream = notifications.stream and c.entity_id = ${user})`,
    )
    expect(await db.select().from(notifications).where(about)).toEqual([])
  })
})

describe('events with a member without an account', () => {
  it('counts a member without an account as accepted until an editor records another answer', async () => {
    const { owner, editor, calendar } = family
    const user = await addChild()
    const { id, version } = await as(editor).createEvent({ calendarId: calendar, attendees: [user] })
    expect(await peopleIn(user, id)).toEqual([{ userId: user, name: 'Mia', status: 'accepted' }])
    expect((await as(owner).run(askAgain, { event: id })).result.count).toBe(0)
    const answer = { partySize: 1, comment: '' }
    await as(editor).run(recordAnswer, { id, version, attendee: user, status: 'declined', ...answer })
    expect(await peopleIn(user, id)).toEqual([{ userId: user, name: 'Mia', status: 'declined' }])
  })

  it('refuses to invite a member without an account of another group, as it refuses an unknown person', async () => {
    const { stranger, sharee } = family
    const user = await addChild()
    for (const outsider of [stranger, sharee]) {
      const invite = (attendee: string) =>
        errorOf(as(outsider).createEvent({ calendarId: outsider.calendar, attendees: [attendee] }))
      expect((await invite(user)).detail).toEqual((await invite(randomUUID())).detail)
      const { people: known } = await people(db, await as(outsider).loadReach(), { includesManaged: true })
      expect(known.map(([id]) => id)).toEqual([outsider.id])
    }
    const { id, version } = await as(stranger).createEvent({ calendarId: stranger.calendar })
    const patch = { attendees: [user] }
    expect(await codeOf(as(stranger).run(updateEvent, { id, version, patch }))).toBe('INVALID')
  })

  it('keeps a member without an account as attendee when an editor outside the group edits the guests', async () => {
    const { owner } = family
    const user = await addChild()
    const colleague = await makeUser('colleague')
    const other = await makeGroup(owner)
    await addMember(colleague, owner, other.group)
    const { id, version } = await as(owner).createEvent({ calendarId: other.calendar, attendees: [user] })
    const patch = { attendees: [user, colleague.id] }
    await as(colleague).run(updateEvent, { id, version, patch })
    expect(await peopleIn(user, id, colleague)).toEqual([{ userId: user, name: 'Mia', status: 'accepted' }])
  })

  it('refuses to share a calendar with a member without an account', async () => {
    const { owner } = family
    const user = await addChild()
    const to = { user }
    expect(await codeOf(as(owner).run(createShare, { calendar: owner.calendar, to, level: 'viewer' }))).toBe(
      'INVALID',
    )
  })

  it('keeps the name and the answer of a removed member without an account', async () => {
    const { owner, calendar, group } = family
    const user = await addChild()
    const { id, version } = await as(owner).createEvent({ calendarId: calendar, attendees: [user] })
    const answer = { partySize: 1, comment: '', status: 'tentative' as const }
    await as(owner).run(recordAnswer, { id, version, attendee: user, ...answer })
    await as(owner).run(removeManagedMember, { group, user })
    expect(await peopleIn(user, id)).toEqual([{ userId: null, name: 'Mia', status: 'tentative' }])
    expect((await membersSeenBy(owner)).memberCount).toBe(4)
  })

  it('keeps a removed member without an account as accepted where nobody recorded an answer', async () => {
    const { owner, calendar, group } = family
    const user = await addChild()
    const single = await as(owner).createEvent({ calendarId: calendar, attendees: [user] })
    const moved = await as(owner).createEvent({ calendarId: calendar, attendees: [user] })
    const answer = { partySize: 1, comment: '', status: 'declined' as const }
    await as(owner).run(recordAnswer, { id: moved.id, version: moved.version, attendee: user, ...answer })
    const later = { id: moved.id, version: moved.version, patch: { span: hour('2027-01-05') } }
    await as(owner).run(updateEvent, later)
    const series = await as(owner).createEvent({
      ...{ calendarId: calendar, attendees: [user], span: hour('2026-11-21'), rules: ['FREQ=DAILY;COUNT=3'] },
    })
    const occurrence = { id: '2026-11-22T09:00:00', scope: 'this' as const }
    const patch = { span: hour('2026-11-22', 15) }
    await as(owner).run(updateEvent, { id: series.id, version: series.version, occurrence, patch })
    await as(owner).run(removeManagedMember, { group, user })
    const kept = [{ userId: null, name: 'Mia', status: 'accepted' }]
    for (const { id } of [single, moved, series]) expect(await peopleIn(user, id)).toEqual(kept)
    const { attendees: thatDay } = await loadEventDetail(owner, series.id, occurrence.id)
    expect(thatDay).toMatchObject(kept)
  })

  it('does not add a removed member without an account again when an edit is undone', async () => {
    const { owner, editor, calendar, group } = family
    const user = await addChild()
    const { id, version } = await as(owner).createEvent({ calendarId: calendar, attendees: [user] })
    const edit = { id, version, patch: { attendees: [editor.id], title: 'Swim' } }
    const { changeset } = await as(owner).run(updateEvent, edit)
    await as(owner).run(removeManagedMember, { group, user })
    const { result } = await as(owner).run(undo, { changeset: changeset! })
    expect(result.kept).toEqual(['attendees'])
    const { attendees: people, title } = await loadEventDetail(owner, id)
    expect([people, title === 'Swim']).toEqual([[], false])
  })

  it('revokes the link of a former guest who has the name of a removed member, and keeps the answer of the member', async () => {
    const { owner, calendar, group } = family
    const user = await addChild()
    const { id, version } = await as(owner).createEvent({ calendarId: calendar, attendees: [user] })
    const guest = await insertGuest(id, { name: 'Mia' })
    const answer = { partySize: 1, comment: '' }
    await as(guest).run(answerAsGuest, { id, version, status: 'declined', ...answer })
    await db.delete(attendees).where(and(eq(attendees.eventId, id), eq(attendees.name, 'Mia')))
    await as(owner).run(recordAnswer, { id, version, attendee: user, status: 'tentative', ...answer })
    await as(owner).run(removeManagedMember, { group, user })
    expect(await peopleIn(user, id)).toEqual([{ userId: null, name: 'Mia', status: 'tentative' }])
    expect(await codeOf(db.transaction((tx) => grant(tx, guest, 'read', 'event', id)))).toBe('NOT_FOUND')
  })

  it('keeps the link of a guest who attends and has the name of a removed member', async () => {
    const { owner, calendar, group } = family
    const user = await addChild()
    const { id } = await as(owner).createEvent({ calendarId: calendar, attendees: [user] })
    const guest = await insertGuest(id, { name: 'Mia' })
    await as(owner).run(removeManagedMember, { group, user })
    expect(await codeOf(db.transaction((tx) => grant(tx, guest, 'read', 'event', id)))).toBe('ok')
  })

  it('keeps the name of a member without an account after the group is restored, and after it is deleted permanently', async () => {
    const { owner, group } = family
    const user = await addChild()
    const { id } = await as(owner).createEvent({ calendarId: owner.calendar, attendees: [user] })
    await as(owner).run(deleteGroup, { group })
    await as(owner).run(restoreGroup, { group })
    expect((await membersSeenBy(owner)).members.at(-1)).toMatchObject({ userId: user, name: 'Mia' })
    await as(owner).run(deleteGroup, { group })
    const longAgo = new Date(Date.now() - 31 * 86_400_000)
    await db.update(groups).set({ deletedAt: longAgo }).where(eq(groups.id, group))
    await db.update(calendars).set({ deletedAt: longAgo }).where(eq(calendars.ownerGroupId, group))
    await purge()
    expect(await db.select().from(managedMembers).where(eq(managedMembers.userId, user))).toEqual([])
    expect(await peopleIn(user, id)).toMatchObject([{ userId: null, name: 'Mia' }])
    const [row] = await db.select().from(users).where(eq(users.id, user))
    expect(row).toMatchObject({ name: expect.not.stringContaining('Mia'), deletedAt: expect.any(Date) })
  })
})

describe('setMemberColor', () => {
  it('lets members change their own color and managers that of all', async () => {
    const { owner, admin, editor, viewer, group } = family
    const rowsOf = () => db.select().from(members).where(eq(members.groupId, group))
    const used = new Set((await rowsOf()).map((row) => row.color))
    const color = PALETTE.find((name) => !used.has(name))!
    const setColor = (by: TestUser, to: TestUser) =>
      codeOf(as(by).run(setMemberColor, { group, user: to.id, color }))
    expect(await setColor(viewer, viewer)).toBe('ok')
    expect(await setColor(admin, owner)).toBe('ok')
    expect(await setColor(editor, viewer)).toBe('FORBIDDEN')
    const changed = (await rowsOf()).flatMap((row) => (row.color === color ? [row.userId] : []))
    expect(changed.sort()).toEqual([viewer.id, owner.id].sort())
    await as(owner).run(removeMember, { group, user: viewer.id })
    expect(await setColor(viewer, viewer)).toBe('NOT_FOUND')
  })
})
