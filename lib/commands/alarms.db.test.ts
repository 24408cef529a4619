import { randomUUID } from 'node:crypto'
import { eq, sql } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { db } from '@/db/client'
import { notifications } from '@/db/schema/notifications'
import { updateEvent } from '@/lib/commands/events'
import { updateProfile } from '@/lib/commands/users'
import { dueOf, startingIn } from '@/lib/jobs/alarms.test.due'
import { dispatch } from '@/lib/jobs/dispatch'
import { fireAlarms } from '@/lib/jobs/fire-alarms'
import { openAlerts } from '@/lib/queries/notifications/open-alerts'
import { openAlertsOutput } from '@/lib/schemas/alarms'
import { as, codeOf, makeFamily, makeUser, type TestUser } from '@/test/database/fixtures'
import { dismissAlarm, snoozeAlarm } from './alarms'
import { setEventAlarms } from './layers'

async function insertReminder(user: TestUser, eventId: string) {
  const id = randomUUID()
  await db
    .insert(notifications)
    .values({ id, userId: user.id, kind: 'reminder', eventId, startsAt: new Date() })
  return id
}

const openReminders = ({ id }: TestUser) =>
  db.execute<{ id: string }>(sql`
    select id from notifications where user_id = ${id} and kind = 'reminder' and dismissed_at is null`)

it('shows a snoozed reminder again once, even if it is snoozed in two tabs', async () => {
  const ann = await makeUser('ann')
  const { id } = await as(ann).createEvent({ calendarId: ann.calendar, span: startingIn(100_000) })
  const notification = await insertReminder(ann, id)
  const { seqs } = await as(ann).run(snoozeAlarm, { notification, until: '5' })
  expect(Object.keys(seqs)).toContain(`user-${ann.id}`)
  await as(ann).run(snoozeAlarm, { notification, until: '15' })
  expect(await openReminders(ann)).toEqual([])
  // A change of the event keeps the snoozed alarm.
  await dispatch()
  expect(await dueOf(id)).toMatchObject([{ fired: false, method: 'in-app' }])
  const now = Date.now()
  expect(await fireAlarms(now + 4 * 60_000)).toBe(0)
  expect(await fireAlarms(now + 6 * 60_000)).toBe(1)
  expect(await openReminders(ann)).toHaveLength(1)
})

it('lists open alerts, with the version only for users who can complete the reminder', async () => {
  const { owner, viewer, calendar } = await makeFamily()
  const { id } = await as(owner).createEvent({ calendarId: calendar, title: 'Bins', kind: 'reminder' })
  const listAlerts = async (user: TestUser) => {
    const reach = await as(user).loadReach()
    return openAlertsOutput.parse(await db.transaction((tx) => openAlerts(tx, user, reach, 'UTC')))
  }
  const notification = await insertReminder(owner, id)
  await insertReminder(viewer, id)
  expect(await listAlerts(owner)).toMatchObject([{ id: notification, title: 'Bins', version: 1 }])
  expect(await listAlerts(viewer)).toMatchObject([{ title: 'Bins', version: null }])
  await as(owner).run(dismissAlarm, { notification })
  expect(await listAlerts(owner)).toEqual([])
  await as(owner).run(updateEvent, { id, version: 1, patch: { visibility: 'private' } })
  expect(await listAlerts(viewer)).toEqual([])
})

it("snoozes until 9:00 on the next day in the user's zone", async () => {
  const ann = await makeUser('ann')
  await as(ann).run(updateProfile, { timeZone: 'Asia/Kathmandu' })
  const { id } = await as(ann).createEvent({ calendarId: ann.calendar })
  await as(ann).run(snoozeAlarm, { notification: await insertReminder(ann, id), until: 'tomorrow' })
  const [row] = await db.execute(sql`
    select to_char(due_at at time zone 'Asia/Kathmandu', 'HH24:MI') as time,
      (due_at at time zone 'Asia/Kathmandu')::date - (now() at time zone 'Asia/Kathmandu')::date as days
    from alarm_due where event_id = ${id} and trigger like 'snooze %'`)
  expect(row).toEqual({ time: '09:00', days: 1 })
})

it('dismisses a reminder, but no reminders of other users and no other notifications', async () => {
  const { owner, editor, calendar } = await makeFamily()
  const { id } = await as(owner).createEvent({ calendarId: calendar })
  const notification = await insertReminder(owner, id)
  for (const command of [dismissAlarm, snoozeAlarm]) {
    const input = command === dismissAlarm ? { notification } : { notification, until: '5' }
    expect(await codeOf(as(editor).run(command as typeof dismissAlarm, input))).toBe('NOT_FOUND')
  }
  await as(owner).run(dismissAlarm, { notification })
  expect(await openReminders(owner)).toEqual([])
  expect((await as(owner).run(dismissAlarm, { notification })).changeset).toBeNull()
  await db.update(notifications).set({ kind: 'changed' }).where(eq(notifications.id, notification))
  expect(await codeOf(as(owner).run(dismissAlarm, { notification }))).toBe('NOT_FOUND')
})

it('fires an alarm that was set for a time in the past immediately, and only once', async () => {
  const ann = await makeUser('ann')
  const soon = await as(ann).createEvent({ calendarId: ann.calendar, span: startingIn(30) })
  const pastEvent = await as(ann).createEvent({ calendarId: ann.calendar, span: startingIn(-600) })
  const daily = await as(ann).createEvent({
    ...{ calendarId: ann.calendar, span: startingIn(-3 * 1440), rules: ['FREQ=DAILY'] },
  })
  await dispatch()
  const past = new Date(Date.now() - 3_600_000).toISOString()
  for (const [id, alarm] of [
    [soon.id, { minutesBefore: 60 }],
    [pastEvent.id, { minutesBefore: 5 }],
    [pastEvent.id, { at: past }],
    [daily.id, { minutesBefore: 2 * 1440 }],
  ] as const) {
    await as(ann).run(setEventAlarms, { id, alarms: [{ ...alarm, method: 'in-app' }] })
    await dispatch()
    await fireAlarms()
    await as(ann).run(setEventAlarms, { id, alarms: [{ ...alarm, method: 'in-app' }] })
    await dispatch()
    await fireAlarms()
  }
  const reminderRows = await db.execute<{ event: string; count: number; late: boolean }>(sql`
    select event_id as event, count(*)::int, bool_or(is_late) as late from notifications
    where user_id = ${ann.id} and kind = 'reminder' group by event_id`)
  expect(new Map(reminderRows.map(({ event, count, late }) => [event, [count, late]]))).toEqual(
    new Map([
      [soon.id, [1, false]],
      [pastEvent.id, [2, false]],
      [daily.id, [1, false]],
    ]),
  )
})
