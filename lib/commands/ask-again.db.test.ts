import { and, eq } from 'drizzle-orm'
import { beforeAll, expect, it } from 'vitest'
import { db } from '@/db/client'
import { deliveries } from '@/db/schema/deliveries'
import { notifications } from '@/db/schema/notifications'
import { users } from '@/db/schema/users'
import { grant } from '@/lib/access/grant'
import { eventHistory } from '@/lib/queries/event-history'
import { notificationList } from '@/lib/queries/notifications/list'
import { as, codeOf, type Family, hour, loadEventDetail, makeFamily } from '@/test/database/fixtures'
import { answerEvent, recordAnswer } from './answers'
import { askAgain } from './ask-again'
import { updateEvent } from './events'
import { undo } from './undo'

// Enables mail. Nothing is sent: the tests read the queued deliveries.
process.env.SMTP_URL = 'smtp://127.0.0.1:9'

let family: Family
beforeAll(async () => {
  family = await makeFamily()
  await db.update(users).set({ emailVerified: new Date() }).where(eq(users.id, family.owner.id))
})

it('reminds guests who have not answered for the present time, once a day', async () => {
  const { owner, viewer, editor, admin, calendar } = family
  const email = `${crypto.randomUUID()}@example.org`
  const { id, version } = await as(owner).createEvent({
    calendarId: calendar,
    attendees: [owner.id, viewer.id, editor.id, admin.id, { email }],
  })
  await as(viewer).run(answerEvent, { id, version, status: 'accepted' })
  await as(owner).run(updateEvent, { id, version, patch: { span: hour('2026-11-22') } })
  await as(editor).run(answerEvent, { id, version: version + 1, status: 'declined' })
  const { result } = await as(owner).run(askAgain, { event: id })
  expect(result).toEqual({ count: 3 })
  const reminded = await db
    .select()
    .from(notifications)
    .where(and(eq(notifications.eventId, id), eq(notifications.kind, 'invited')))
  expect(reminded.map(({ userId }) => userId).sort()).toEqual([viewer.id, admin.id].sort())
  expect(await db.select().from(deliveries).where(eq(deliveries.address, email))).toMatchObject([
    { template: 'ask-again', outcome: 'queued', data: { event: 'Dinner', inviter: 'owner' } },
  ])
  expect(await codeOf(as(owner).run(askAgain, { event: id }))).toBe('TOO_MANY')
})

it('reminds no guest if all have answered', async () => {
  const { owner, viewer, calendar } = family
  const { id, version } = await as(owner).createEvent({ calendarId: calendar, attendees: [viewer.id] })
  await as(viewer).run(answerEvent, { id, version, status: 'declined' })
  for (const _ of [1, 2]) expect((await as(owner).run(askAgain, { event: id })).result).toEqual({ count: 0 })
})

it('reminds attendees of single occurrences of the next one that they have not answered', async () => {
  const { owner, viewer, editor, admin, calendar } = family
  const email = `${crypto.randomUUID()}@example.org`
  const created = await as(owner).createEvent({
    ...{ calendarId: calendar, rules: ['FREQ=WEEKLY'], span: hour('2024-01-01'), attendees: [admin.id] },
  })
  const { id } = created
  await as(admin).run(answerEvent, { id, version: created.version, status: 'accepted' })
  const invite = async (day: string, attendees: (string | { email: string })[], title = 'Party') => {
    const { version } = await loadEventDetail(owner, id)
    const occurrence = { id: `${day}T09:00:00`, scope: 'this' as const }
    return as(owner).run(updateEvent, { id, version, patch: { attendees, title }, occurrence })
  }
  await invite('2024-01-08', [viewer.id])
  await invite('2099-12-28', [admin.id, viewer.id, editor.id, { email }], 'Last party')
  const { result } = await invite('2099-12-21', [admin.id, viewer.id])
  const accepted = { ...{ id, version: result.version, status: 'accepted' as const } }
  await as(editor).run(answerEvent, { ...accepted, occurrence: '2099-12-28T09:00:00' })
  expect((await as(owner).run(askAgain, { event: id })).result).toEqual({ count: 2 })
  const reminded = await db
    .select()
    .from(notifications)
    .where(and(eq(notifications.eventId, id), eq(notifications.kind, 'invited')))
  expect(reminded).toMatchObject([{ userId: viewer.id, recurrenceId: '2099-12-21T09:00:00' }])
  expect(await db.select().from(deliveries).where(eq(deliveries.address, email))).toMatchObject([
    {
      template: 'ask-again',
      data: { event: 'Last party', when: expect.stringContaining('Dec 28, 2099') },
    },
  ])
  const { items } = await notificationList(db, await as(viewer).loadReach(), 'UTC')
  expect(items[0]).toMatchObject({
    title: 'Party',
    answer: { status: 'needs-action' },
    openAt: { occurrence: '2099-12-21T09:00:00' },
  })
})

it('records the answer of a guest, names the editor in the history, and lets only that editor undo it', async () => {
  const { owner, editor, calendar } = family
  const ann = { email: 'ann@example.org', name: 'Ann' }
  const { id, version } = await as(owner).createEvent({ calendarId: calendar, attendees: [ann] })
  const record = { id, version, attendee: { email: 'Ann@example.org' }, status: 'accepted' as const }
  const { changeset } = await as(editor).run(recordAnswer, { ...record, partySize: 2 })
  expect((await loadEventDetail(owner, id)).attendees).toMatchObject([{ status: 'accepted', partySize: 2 }])
  const granted = await db.transaction((tx) => grant(tx, owner, 'read', 'event', id))
  const { entries } = await eventHistory(db, granted, await as(owner).loadReach())
  expect(entries[0]).toMatchObject({
    by: { id: editor.id },
    changes: [{ field: 'answer' }, { field: 'partySize' }],
  })
  expect(entries[0]?.changes[0]?.person).toBe('ann@example.org')
  expect(await codeOf(as(owner).run(undo, { changeset: changeset! }))).toBe('FORBIDDEN')
  await as(editor).run(undo, { changeset: changeset! })
  expect((await loadEventDetail(owner, id)).attendees).toMatchObject([{ status: 'needs-action' }])
  const unknown = as(owner).run(recordAnswer, { ...record, attendee: { email: 'bob@example.org' } })
  expect(await codeOf(unknown)).toBe('INVALID')
})
