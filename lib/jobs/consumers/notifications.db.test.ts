import { randomUUID } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { beforeEach, describe, expect, it } from 'vitest'
import { db } from '@/db/client'
import { attendees, hiddenFrom } from '@/db/schema/attendees'
import { notificationSettings, notifications } from '@/db/schema/notifications'
import { blockedUsers } from '@/db/schema/users'
import { answerEvent } from '@/lib/commands/answers'
import { acceptEventInvitation, declineEventInvitation } from '@/lib/commands/event-invitations'
import { deleteEvent, updateEvent } from '@/lib/commands/events'
import { acceptInvitation, inviteByEmail } from '@/lib/commands/invitations'
import { createShare, removeShare } from '@/lib/commands/shares'
import { undo } from '@/lib/commands/undo'
import { dispatch } from '@/lib/jobs/dispatch'
import { receivedInvitations } from '@/lib/queries/invitations'
import { notificationList, unreadNotifications } from '@/lib/queries/notifications/list'
import { notificationsOutput } from '@/lib/schemas/notifications'
import {
  addMember,
  as,
  type Family,
  hour,
  insertPlacement,
  makeFamily,
  makeUser,
  type TestUser,
} from '@/test/database/fixtures'

// Enables mail. No worker runs, so nothing is sent.
process.env.SMTP_URL = 'smtp://127.0.0.1:9'

let family: Family
beforeEach(async () => {
  family = await makeFamily()
  await dispatch()
  await db.delete(notifications)
})

/** Returns what a user reads in their notifications. */
async function notificationsOf(user: TestUser) {
  await dispatch()
  const reach = await as(user).loadReach()
  const { items } = notificationsOutput.parse(await notificationList(db, reach, 'UTC'))
  const unread = await unreadNotifications(db, reach, 'UTC')
  expect(unread.notifications).toBe(items.filter(({ isRead }) => !isRead).length)
  return items
}

/** Returns notifications in short form. */
const read = async (user: TestUser) =>
  (await notificationsOf(user)).map(({ kind, op, title, changes }) => [
    kind,
    op,
    title,
    ...changes.map(({ field }) => field),
  ])

const invite = (...people: TestUser[]) =>
  as(family.owner).createEvent({
    ...{ calendarId: family.calendar, title: 'Dinner', span: hour('2027-01-21') },
    attendees: people.map(({ id }) => id),
  })

describe('notifications of events', () => {
  it('notifies invited users with the time and their answer, and neither the organizer nor other members', async () => {
    const { owner, viewer, editor } = family
    const { id, version } = await invite(owner, viewer)
    expect(await notificationsOf(viewer)).toMatchObject([
      {
        ...{ kind: 'invited', op: 'invited', title: 'Dinner', by: { id: owner.id, name: 'owner' } },
        ...{
          when: { start: '2027-01-21T09:00:00' },
          eventId: id,
          answer: { version, status: 'needs-action' },
        },
      },
    ])
    expect(await read(owner)).toEqual([])
    expect(await read(editor)).toEqual([])
  })

  it('notifies attendees of a changed time with the old and the new one, except those who declined', async () => {
    const { owner, viewer, editor } = family
    const { id, version } = await invite(viewer, editor)
    await as(editor).run(answerEvent, { id, version, status: 'declined' })
    await read(viewer)
    await db.delete(notifications)
    await as(owner).run(updateEvent, { id, version, patch: { span: hour('2027-01-22'), color: 'teal' } })
    const [item] = await notificationsOf(viewer)
    expect(item).toMatchObject({ kind: 'changed', op: 'changed', title: 'Dinner', by: { id: owner.id } })
    expect(item!.changes[0]).toMatchObject({
      ...{ field: 'span', from: { start: '2027-01-21T09:00:00' }, to: { start: '2027-01-22T09:00:00' } },
    })
    expect(await read(editor)).toEqual([])
  })

  it('notifies nobody of a changed color', async () => {
    const { owner, viewer } = family
    const { id, version } = await invite(viewer)
    await read(viewer)
    await db.delete(notifications)
    await as(owner).run(updateEvent, { id, version, patch: { color: 'teal' } })
    expect(await read(viewer)).toEqual([])
  })

  it('extends an unread notification by further edits of the author, and deletes it if they are undone', async () => {
    const { owner, viewer } = family
    const { id, version } = await invite(viewer)
    await read(viewer)
    await db.delete(notifications)
    const first = await as(owner).run(updateEvent, { id, version, patch: { title: 'Supper' } })
    await read(viewer)
    const second = await as(owner).run(updateEvent, {
      ...{ id, version: first.result.version, patch: { title: 'Brunch', location: 'Home' } },
    })
    const [item, ...others] = await notificationsOf(viewer)
    expect(others).toEqual([])
    expect(item!.changes).toMatchObject([
      { field: 'title', from: 'Dinner', to: 'Brunch' },
      { field: 'location', from: '', to: 'Home' },
    ])
    await as(owner).run(undo, { changeset: second.changeset! })
    await as(owner).run(undo, { changeset: first.changeset! })
    expect(await read(viewer)).toEqual([])
    expect(await db.select().from(notifications).where(eq(notifications.userId, viewer.id))).toEqual([])
  })

  it('notifies attendees once of several edits that are handled together', async () => {
    const { owner, viewer } = family
    const { id, version } = await invite(viewer)
    await read(viewer)
    await db.delete(notifications)
    const first = await as(owner).run(updateEvent, { id, version, patch: { title: 'Supper' } })
    await as(owner).run(updateEvent, { id, version: first.result.version, patch: { location: 'Home' } })
    expect(await read(viewer)).toEqual([['changed', 'changed', 'Supper', 'title', 'location']])
  })

  it('notifies attendees once of an edit of this and following events, and not of the part that was split off', async () => {
    const { owner, viewer, calendar } = family
    const rules = ['FREQ=DAILY']
    const { id, version } = await as(owner).createEvent({
      ...{
        calendarId: calendar,
        title: 'Dinner',
        span: hour('2027-01-21'),
        rules,
        attendees: [viewer.id],
      },
    })
    await read(viewer)
    await db.delete(notifications)
    await as(owner).run(updateEvent, {
      ...{
        id,
        version,
        occurrence: { id: '2027-01-25T09:00:00', scope: 'following' },
        patch: { title: 'Supper' },
      },
    })
    expect(await notificationsOf(viewer)).toMatchObject([{ kind: 'changed', op: 'split', eventId: id }])
  })

  it('notifies attendees of a cancelled event, which they cannot open', async () => {
    const { owner, viewer } = family
    const { id } = await invite(viewer)
    await read(viewer)
    await as(owner).run(deleteEvent, { id })
    expect(await notificationsOf(viewer)).toMatchObject([
      {
        kind: 'cancelled',
        op: 'removed',
        title: 'Dinner',
        openAt: null,
        when: { start: '2027-01-21T09:00:00' },
      },
    ])
  })

  it('notifies the organizer of answers, once for several by the same attendee', async () => {
    const { owner, viewer } = family
    const { id, version } = await invite(viewer)
    await as(viewer).run(answerEvent, { id, version, status: 'tentative' })
    await read(owner)
    await as(viewer).run(answerEvent, { id, version, status: 'accepted', comment: 'With cake' })
    const [item, ...others] = await notificationsOf(owner)
    expect(others).toEqual([])
    expect(item).toMatchObject({ kind: 'answered', op: 'answered', title: 'Dinner', by: { name: 'viewer' } })
    expect(item!.changes).toMatchObject([
      { field: 'answer', from: 'needs-action', to: 'accepted' },
      { field: 'comment', to: 'With cake' },
    ])
  })

  it('shows no notification of an event that was then hidden from the user', async () => {
    const { viewer } = family
    const { id } = await invite(viewer)
    expect(await read(viewer)).toHaveLength(1)
    await db.insert(hiddenFrom).values({ eventId: id, userId: viewer.id })
    expect(await read(viewer)).toEqual([])
  })

  it('notifies an attendee without access to the calendar of changes since the invitation, and nothing earlier', async () => {
    const { owner, stranger, calendar } = family
    const { id, version } = await as(owner).createEvent({
      ...{ calendarId: calendar, title: 'Secret', span: hour('2027-01-21') },
    })
    const renamed = await as(owner).run(updateEvent, { id, version, patch: { title: 'Dinner' } })
    await db.insert(attendees).values({ id: randomUUID(), eventId: id, userId: stranger.id })
    await insertPlacement(id, stranger.calendar)
    await as(owner).run(updateEvent, { id, version: renamed.result.version, patch: { location: 'Home' } })
    const items = await notificationsOf(stranger)
    expect(items).toMatchObject([
      { kind: 'changed', title: 'Dinner', changes: [{ field: 'location', from: '', to: 'Home' }] },
    ])
    expect(JSON.stringify(items)).not.toContain('Secret')
  })

  it('notifies members of events to which they are not invited only if they chose this, and of no private event', async () => {
    const { owner, viewer, editor, calendar } = family
    await db.insert(notificationSettings).values({
      ...{ userId: viewer.id, kind: 'calendar-changed', channel: 'in-app', mode: 'now' },
    })
    await as(owner).createEvent({ calendarId: calendar, title: 'Football', span: hour('2027-01-21') })
    await as(owner).createEvent({
      ...{ calendarId: calendar, title: 'Gift', span: hour('2027-01-21'), visibility: 'private' },
    })
    expect(await read(viewer)).toEqual([['calendar-changed', 'added', 'Football']])
    expect(await read(editor)).toEqual([])
  })

  it('notifies a waiting guest of a place that becomes free, and removes the notification if the guest loses the place', async () => {
    const { owner, viewer, editor, calendar } = family
    const { id, version } = await as(owner).createEvent({
      ...{ calendarId: calendar, title: 'Dinner', span: hour('2027-01-21'), capacity: 1 },
      attendees: [viewer.id, editor.id],
    })
    await as(editor).run(answerEvent, { id, version, status: 'accepted' })
    await as(viewer).run(answerEvent, { id, version, status: 'accepted' })
    await read(viewer)
    await db.delete(notifications)
    await as(editor).run(answerEvent, { id, version, status: 'declined' })
    expect(await read(viewer)).toEqual([['changed', 'place', 'Dinner']])
    expect(await read(editor)).toEqual([])
    await as(editor).run(answerEvent, { id, version, status: 'accepted' })
    await db.delete(notifications)
    await as(owner).run(updateEvent, { id, version, patch: { capacity: 2 } })
    expect(await read(editor)).toEqual([['changed', 'place', 'Dinner', 'capacity']])
    await as(owner).run(updateEvent, { id, version: version + 1, patch: { capacity: 1 } })
    expect(await read(editor)).toEqual([])
  })

  it('notifies a waiting guest who gets the place of a removed attendee', async () => {
    const { owner, viewer, editor, calendar } = family
    const { id, version } = await as(owner).createEvent({
      ...{ calendarId: calendar, title: 'Dinner', span: hour('2027-01-21'), capacity: 1 },
      attendees: [viewer.id, editor.id],
    })
    await as(editor).run(answerEvent, { id, version, status: 'accepted' })
    await as(viewer).run(answerEvent, { id, version, status: 'accepted' })
    await read(viewer)
    await db.delete(notifications)
    await as(owner).run(updateEvent, { id, version, patch: { attendees: [viewer.id] } })
    expect(await read(viewer)).toEqual([['changed', 'place', 'Dinner', 'attendees']])
  })

  it('notifies the accounts with invited addresses of the invitation alone, until they accept or decline it', async () => {
    const { owner, stranger } = family
    const other = await makeUser('other')
    const { id } = await as(owner).createEvent({
      ...{ calendarId: family.calendar, title: 'Dinner', description: 'Secret', span: hour('2027-01-21') },
      attendees: [{ email: stranger.email }, { email: other.email }],
    })
    const items = await notificationsOf(stranger)
    expect(items).toMatchObject([
      {
        kind: 'invited',
        title: 'Dinner',
        by: { name: 'owner' },
        isPending: true,
        openAt: null,
        answer: null,
      },
    ])
    expect(JSON.stringify(items)).not.toContain('Secret')
    await as(stranger).run(acceptEventInvitation, { event: id })
    expect(await notificationsOf(stranger)).toMatchObject([
      { isPending: false, answer: { status: 'needs-action' } },
    ])
    await as(other).run(declineEventInvitation, { event: id })
    expect(await read(other)).toEqual([])
  })

  it('notifies nobody of events that are over', async () => {
    const { owner, viewer, calendar } = family
    await as(owner).createEvent({
      ...{ calendarId: calendar, span: hour('2020-01-21'), attendees: [viewer.id] },
    })
    expect(await read(viewer)).toEqual([])
  })
})

describe('notifications of groups and calendars', () => {
  it('notifies the other members of a group of a new member', async () => {
    const { owner, viewer, stranger, group } = family
    await addMember(stranger, owner, group)
    expect(await notificationsOf(viewer)).toMatchObject([
      { kind: 'joined', by: { id: stranger.id, name: 'stranger' }, where: { name: 'Family' } },
    ])
    expect(await read(stranger)).toEqual([])
  })

  it('notifies a user of a shared calendar, even before the user accepts a share with their address', async () => {
    const { owner, viewer, stranger } = family
    await as(owner).run(createShare, { calendar: owner.calendar, to: { user: viewer.id }, level: 'viewer' })
    await as(owner).run(createShare, {
      calendar: owner.calendar,
      to: { email: stranger.email },
      level: 'viewer',
    })
    const shared = { kind: 'shared', op: 'shared', by: { name: 'owner' } }
    expect(await notificationsOf(viewer)).toMatchObject([
      { ...shared, where: { href: `/calendars/${owner.calendar}` } },
    ])
    expect(await notificationsOf(stranger)).toMatchObject([{ ...shared, where: { href: '/home' } }])
  })

  it('shows no notification of a calendar whose share has ended', async () => {
    const { owner, viewer } = family
    const { result } = await as(owner).run(createShare, {
      ...{ calendar: owner.calendar, to: { user: viewer.id }, level: 'viewer' },
    })
    expect(await read(viewer)).toHaveLength(1)
    await as(owner).run(removeShare, { share: result.id })
    expect(await read(viewer)).toEqual([])
  })

  it('notifies the account with a verified address of an invitation to a group, until it is accepted', async () => {
    const { owner, stranger, group } = family
    await as(owner).run(inviteByEmail, { group, role: 'viewer', emails: [stranger.email] })
    expect(await notificationsOf(stranger)).toMatchObject([
      { kind: 'invited', op: 'group-invitation', where: { name: 'Family', href: '/groups' } },
    ])
    const [invitation] = await receivedInvitations(db, await as(stranger).loadReach())
    await as(stranger).run(acceptInvitation, { invitation: invitation!.id })
    expect(await read(stranger)).toEqual([])
  })

  it('sends no notifications of shares and invitations by a user whom the recipient has blocked', async () => {
    const { owner, viewer, stranger, group } = family
    await db.insert(blockedUsers).values({ userId: stranger.id, blockedId: owner.id })
    await as(owner).run(inviteByEmail, { group, role: 'viewer', emails: [stranger.email] })
    await as(owner).run(createShare, {
      calendar: owner.calendar,
      to: { email: stranger.email },
      level: 'viewer',
    })
    await db.insert(blockedUsers).values({ userId: viewer.id, blockedId: owner.id })
    await invite(viewer)
    await dispatch()
    expect(await db.$count(notifications, eq(notifications.userId, viewer.id))).toBe(0)
    expect(await db.select().from(notifications).where(eq(notifications.userId, stranger.id))).toEqual([])
  })
})
