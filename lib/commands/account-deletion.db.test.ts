import { and, eq, inArray, sql } from 'drizzle-orm'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { db } from '@/db/client'
import { attendees } from '@/db/schema/attendees'
import { shares } from '@/db/schema/calendars'
import { events } from '@/db/schema/events'
import { groups, members } from '@/db/schema/groups'
import { users } from '@/db/schema/users'
import {
  addMember,
  as,
  codeOf,
  errorOf,
  type Family,
  hour,
  insertCalendar,
  insertPlacement,
  insertShare,
  makeFamily,
  makeGroup,
  makeUser,
  type TestUser,
} from '@/test/database/fixtures'
import { deleteAccount } from './account-deletion'
import {
  deleteAccountOf,
  loadDeletionPlan,
  readCalendarRow,
  readRole,
  readUserRow,
} from './account-deletion.test.accounts'
import { updateEvent } from './events'
import { voteGathering } from './gathering-votes'
import { createGathering } from './gatherings'
import { transferGroup } from './members'
import { placeEvent } from './placements'
import { createTaskList } from './task-lists'
import { addTasks } from './tasks'

let family: Family
// The first account becomes the only administrator, which cannot be deleted.
beforeAll(async () => {
  await makeUser('keeper')
})
beforeEach(async () => {
  family = await makeFamily()
})

it('removes the placements that the deleted user made in calendars of others', async () => {
  const { editor, viewer, calendar } = family
  const { id } = await as(editor).createEvent({
    calendarId: editor.calendar,
    title: 'Run',
    span: hour('2026-06-01'),
  })
  await as(editor).run(placeEvent, { event: id, calendar })
  await insertShare(editor.calendar, { userId: viewer.id }, 'editor')
  expect((await as(viewer).loadRange('2026-06-01', '2026-06-02')).tuples[0]?.[8]).toHaveLength(1)
  await deleteAccountOf(editor)
  // The editor's calendar has passed to its sharee.
  const [tuple] = (await as(viewer).loadRange('2026-06-01', '2026-06-02')).tuples
  expect([tuple?.[5], tuple?.[8]]).toEqual(['Run', undefined])
})

describe('deleteAccount: groups', () => {
  it('keeps a group with another owner and passes others to the oldest member of the highest role', async () => {
    const second = await makeUser('second')
    await addMember(second, family.owner, family.group, 'admin')
    expect((await loadDeletionPlan(family.editor)).groups).toEqual([
      expect.objectContaining({ id: family.group, outcome: 'left', successor: null, members: 4 }),
    ])
    expect((await loadDeletionPlan(family.owner)).groups).toEqual([
      expect.objectContaining({ outcome: 'passed', successor: { id: family.admin.id, name: 'admin' } }),
    ])
    await deleteAccountOf(family.owner)
    expect(await readRole(family.admin, family.group)).toBe('owner')
    expect(await readRole(second, family.group)).toBe('admin')
    expect(await readRole(family.owner, family.group)).toBeUndefined()
    expect(await as(family.admin).requestGrant('own', 'group', family.group)).toBe('ok')
  })

  it('trashes a group without other members and its calendar', async () => {
    const { group, calendar } = await makeGroup(family.stranger)
    expect((await loadDeletionPlan(family.stranger)).groups).toEqual([
      expect.objectContaining({ id: group, outcome: 'deleted', members: 0 }),
    ])
    await deleteAccountOf(family.stranger)
    const [row] = await db.select().from(groups).where(eq(groups.id, group))
    expect(row!.deletedAt).not.toBeNull()
    expect((await readCalendarRow(calendar)).deletedAt).toEqual(row!.deletedAt)
  })

  it('answers CONFLICT if the plan has changed since it was shown', async () => {
    const { plan } = await loadDeletionPlan(family.owner)
    await as(family.owner).run(transferGroup, { group: family.group, user: family.viewer.id })
    const error = await errorOf(as(family.owner).run(deleteAccount, { proof: family.owner.email, plan }))
    expect([error.code, error.detail.data]).toEqual(['CONFLICT', { reason: 'changed' }])
    expect((await readUserRow(family.owner)).deletedAt).toBeNull()
    await deleteAccountOf(family.owner)
    expect(await readRole(family.viewer, family.group)).toBe('owner')
  })

  it('leaves each group an owner when two owners delete their accounts concurrently', async () => {
    const { group } = await makeGroup(family.owner)
    await addMember(family.stranger, family.owner, group, 'admin')
    await addMember(family.viewer, family.owner, group, 'viewer')
    await db.update(members).set({ role: 'owner' }).where(eq(members.groupId, group))
    await db
      .update(members)
      .set({ role: 'viewer' })
      .where(and(eq(members.groupId, group), eq(members.userId, family.viewer.id)))
    const answers = await Promise.all([
      codeOf(deleteAccountOf(family.owner)),
      codeOf(deleteAccountOf(family.stranger)),
    ])
    expect(answers).toContain('ok')
    const remaining = await db.select().from(members).where(eq(members.groupId, group))
    expect(remaining.filter(({ role }) => role === 'owner').length).toBeGreaterThan(0)
    if (answers.includes('CONFLICT')) {
      await deleteAccountOf(answers[0] === 'CONFLICT' ? family.owner : family.stranger)
      expect(await readRole(family.viewer, group)).toBe('owner')
    }
  })
})

describe('deleteAccount: calendars', () => {
  it('passes shared calendars to a co-owner or editor, users before groups, and trashes all others', async () => {
    const { editor, owner, stranger, viewer } = family
    const [toOwner, toEditor, toGroup, readOnly] = [
      await insertCalendar({ ownerUserId: editor.id }),
      await insertCalendar({ ownerUserId: editor.id }),
      await insertCalendar({ ownerUserId: editor.id }),
      await insertCalendar({ ownerUserId: editor.id }),
    ]
    await insertShare(toOwner, { userId: stranger.id }, 'editor')
    await insertShare(toOwner, { userId: owner.id }, 'owner')
    await insertShare(toEditor, { groupId: family.group }, 'editor')
    await insertShare(toEditor, { userId: stranger.id }, 'editor')
    await insertShare(toGroup, { groupId: family.group }, 'editor')
    await insertShare(readOnly, { userId: viewer.id }, 'viewer')
    const planned = Object.fromEntries(
      (await loadDeletionPlan(editor)).calendars.map(({ id, outcome, successor }) => [
        id,
        successor?.id ?? outcome,
      ]),
    )
    expect(planned).toEqual({
      [editor.calendar]: 'deleted',
      [toOwner]: owner.id,
      [toEditor]: stranger.id,
      [toGroup]: family.group,
      [readOnly]: 'deleted',
    })
    const { id } = await as(editor).createEvent({ calendarId: toOwner, title: 'Kept' })
    const secret = await as(editor).createEvent({
      calendarId: toOwner,
      title: 'SECRET',
      visibility: 'private',
    })
    await deleteAccountOf(editor)
    expect(await readCalendarRow(toOwner)).toMatchObject({ ownerUserId: owner.id, deletedAt: null })
    expect(await readCalendarRow(toGroup)).toMatchObject({ ownerUserId: null, ownerGroupId: family.group })
    expect(await as(owner).requestGrant('own', 'calendar', toOwner)).toBe('ok')
    expect(await as(owner).requestGrant('write', 'event', id)).toBe('ok')
    // The new owner sees no private event, not even in the history.
    expect(await as(owner).requestGrant('read', 'event', secret.id)).toBe('NOT_FOUND')
    const [row] = await db.execute(sql`
      select count(*)::int as n from changes where before::text like '%SECRET%' or after::text like '%SECRET%'`)
    expect(row!.n).toBe(0)
    expect((await readCalendarRow(readOnly)).deletedAt).not.toBeNull()
    expect(await as(viewer).requestGrant('read', 'calendar', readOnly)).toBe('NOT_FOUND')
  })
})

describe('deleteAccount: a calendar shared by e-mail address', () => {
  const createSharedCalendar = async (emails: string[], level: 'owner' | 'editor' | 'viewer' = 'owner') => {
    const id = await insertCalendar({ ownerUserId: family.editor.id })
    const rows = emails.map((email) => {
      const acceptedBy = Object.values(family).find((user) => (user as TestUser).email === email) as TestUser
      const accepted = acceptedBy && { acceptedAt: new Date(), acceptedBy: acceptedBy.id }
      return { id: crypto.randomUUID(), calendarId: id, email, level, ...accepted }
    })
    await db.insert(shares).values(rows)
    return id
  }
  const planned = async (id: string) =>
    (await loadDeletionPlan(family.editor)).calendars.find((calendar) => calendar.id === id)!

  it('passes a calendar to the account that accepted a share by address, without naming it', async () => {
    const { editor, stranger } = family
    const id = await createSharedCalendar(['nobody@example.org', stranger.email])
    const unknown = await createSharedCalendar(['nobody@example.org'])
    const { successor, outcome } = await planned(id)
    expect([successor, outcome]).toEqual([null, 'addressed'])
    expect((await planned(unknown)).outcome).toBe('deleted')
    const { id: event } = await as(editor).createEvent({ calendarId: id })
    const { seqs } = await deleteAccountOf(editor)
    expect(await as(stranger).requestGrant('own', 'calendar', id)).toBe('ok')
    expect(await as(stranger).requestGrant('own', 'event', event)).toBe('ok')
    expect(await readCalendarRow(id)).toMatchObject({ ownerUserId: stranger.id, deletedAt: null })
    expect(
      (await db.select().from(shares).where(eq(shares.calendarId, id))).map(({ email }) => email),
    ).toEqual(['nobody@example.org'])
    expect((await readCalendarRow(unknown)).deletedAt).not.toBeNull()
    expect(seqs).toHaveProperty(`calendar-${id}`)
  })

  it('passes no calendar to an account that has not verified its address or may only read', async () => {
    const { editor, stranger, viewer } = family
    await db.update(users).set({ emailVerified: null }).where(eq(users.id, stranger.id))
    const [unverified, readOnly] = [
      await createSharedCalendar([stranger.email]),
      await createSharedCalendar([viewer.email], 'viewer'),
    ]
    expect((await planned(unverified)).outcome).toBe('addressed')
    expect((await planned(readOnly)).outcome).toBe('deleted')
    await deleteAccountOf(editor)
    for (const id of [unverified, readOnly]) expect((await readCalendarRow(id)).deletedAt).not.toBeNull()
  })

  it('passes a calendar to a sharee by account before one by address', async () => {
    const id = await createSharedCalendar([family.stranger.email])
    await insertShare(id, { userId: family.viewer.id }, 'editor')
    expect(await planned(id)).toMatchObject({ outcome: 'passed', successor: { id: family.viewer.id } })
  })
})

describe('deleteAccount: events', () => {
  it('removes placements of the events of a trashed calendar', async () => {
    const { editor, owner } = family
    const { id } = await as(editor).createEvent({ calendarId: editor.calendar, title: 'Shown here' })
    await insertPlacement(id, family.calendar)
    const titles = async () =>
      (await as(owner).loadRange('2026-11-21', '2026-11-22')).tuples.map((tuple) => tuple[5])
    expect(await titles()).toEqual(['Shown here'])
    await deleteAccountOf(editor)
    expect(await titles()).toEqual([])
  })

  it('plans what happens to gatherings, votes and tasks', async () => {
    const { editor, owner, group } = family
    const slots = [hour('2127-06-01', 18)]
    const plan = { access: 'members', timeZone: 'UTC', slots } as const
    await as(editor).run(createGathering, { ...plan, access: 'link', title: 'Own' })
    const { id } = (await as(owner).run(createGathering, { ...plan, title: 'Theirs', group })).result
    await as(editor).run(voteGathering, { gathering: id, votes: {}, comment: '' })
    const list = (await as(owner).run(createTaskList, { group, name: 'Chores' })).result.id
    await as(owner).run(addTasks, { list, tasks: [{ title: 'Bins', assignee: editor.id }] })
    expect(await loadDeletionPlan(editor)).toMatchObject({ gatherings: 1, votes: 1, tasks: 1 })
  })

  it('keeps events in shared calendars, and the name of the user as a guest in others', async () => {
    const { editor, owner } = family
    const created = await as(editor).createEvent({ calendarId: family.calendar, title: 'Theirs' })
    const meeting = await as(owner).createEvent({
      calendarId: family.calendar,
      kind: 'meeting',
      attendees: [editor.id, owner.id],
      rules: ['FREQ=WEEKLY;COUNT=4'],
    })
    await as(owner).run(updateEvent, {
      id: meeting.id,
      version: 1,
      patch: { attendees: [editor.id] },
      occurrence: { id: '2026-11-28T09:00:00', scope: 'this' },
    })
    expect(await loadDeletionPlan(editor)).toMatchObject({ events: 1, takesPart: 1 })
    await deleteAccountOf(editor)
    expect(await as(owner).requestGrant('write', 'event', created.id)).toBe('ok')
    const [row] = await db.select().from(events).where(eq(events.id, created.id))
    expect(row!.createdBy).toBeNull()
    const rows = await db.select().from(attendees).where(eq(attendees.eventId, meeting.id))
    expect(rows).toContainEqual(expect.objectContaining({ userId: null, name: 'editor' }))
    const [series] = await db.select().from(events).where(eq(events.id, meeting.id))
    expect(JSON.stringify(series!.overrides)).not.toContain(editor.id)
    expect(series!.overrides['2026-11-28T09:00:00']!.attendees).toEqual([
      expect.objectContaining({ userId: null, name: 'editor' }),
    ])
  })
})

it('keeps one administrator when the last two delete their accounts concurrently', async () => {
  const before = await db
    .update(users)
    .set({ instanceAdmin: false })
    .where(eq(users.instanceAdmin, true))
    .returning()
  const owners = [family.owner, family.admin]
  const ids = owners.map(({ id }) => id)
  await db.update(users).set({ instanceAdmin: true }).where(inArray(users.id, ids))
  const plans = await Promise.all(owners.map(loadDeletionPlan))
  const codes = await Promise.all(
    owners.map((user, n) => codeOf(as(user).run(deleteAccount, { proof: user.email, plan: plans[n]!.plan }))),
  )
  expect(codes.toSorted()).toEqual(['CONFLICT', 'ok'])
  await db.update(users).set({ instanceAdmin: false }).where(inArray(users.id, ids))
  await db
    .update(users)
    .set({ instanceAdmin: true })
    .where(
      inArray(
        users.id,
        before.map(({ id }) => id),
      ),
    )
})
