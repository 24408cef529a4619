import { eq } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { db } from '@/db/client'
import { hiddenFrom } from '@/db/schema/attendees'
import { notifications } from '@/db/schema/notifications'
import { pushSubscriptions } from '@/db/schema/push'
import { sessions, users } from '@/db/schema/users'
import { snoozeAlarm } from '@/lib/commands/alarms'
import { updateEvent } from '@/lib/commands/events'
import { markNotificationsRead, setNotificationSettings } from '@/lib/commands/notifications'
import { sendTestPush } from '@/lib/commands/push'
import { dispatch } from '@/lib/jobs/dispatch'
import { fireAlarms } from '@/lib/jobs/fire-alarms'
import { deliveryLog } from '@/lib/queries/notifications/delivery-log'
import { as } from '@/test/database/fixtures'
import {
  addDevice,
  deliver,
  invite,
  mailsTo,
  pushesTo,
  remind,
  secondsUntilRetry,
  startPushes,
} from './deliver-push.test.devices'

const pushes = startPushes()

it('pushes an invitation to each device, with buttons that answer it', async () => {
  const { viewer } = pushes.family
  const [phone, laptop] = [await addDevice(viewer, pushes.service), await addDevice(viewer, pushes.service)]
  const { id, version } = await invite(pushes.family, viewer)
  const messages = await deliver(viewer, pushes.service)
  expect(messages.map(({ device }) => device).sort()).toEqual([phone.name, laptop.name].sort())
  expect(messages[0]).toMatchObject({
    ...{ title: 'owner invited you to Dinner', lang: 'en', dir: 'ltr', badge: 1 },
    ...{ event: id, user: viewer.id, path: expect.stringContaining(`event=${id}`) },
    buttons: [
      { id: 'yes', commands: [{ name: 'answerEvent', input: { id, version, status: 'accepted' } }, {}] },
      { id: 'no', commands: [{ name: 'answerEvent', input: { id, version, status: 'declined' } }, {}] },
    ],
  })
  expect(messages[0]!.body).toMatch(/Jan 21/)
  expect((await pushesTo(viewer)).map(({ outcome, data }) => [outcome, data])).toEqual([
    ['sent', null],
    ['sent', null],
  ])
  expect((await deliveryLog(db, viewer.id)).map(({ channel }) => channel)).toContain('push')
})

it('pushes a reminder that was set for the app, urgently and until after the start, and mails nothing', async () => {
  const { viewer } = pushes.family
  await addDevice(viewer, pushes.service)
  const event = await remind(viewer)
  const [message] = await deliver(viewer, pushes.service)
  expect(message).toMatchObject({
    ...{ title: 'Dentist', event },
    buttons: [{ id: 'snooze' }, { id: 'dismiss' }],
  })
  const [{ urgency, ttl }] = pushes.service.messages as [(typeof pushes.service.messages)[number]]
  expect(urgency).toBe('high')
  expect(ttl).toBeGreaterThan(29 * 60)
  expect(ttl).toBeLessThanOrEqual(31 * 60)
  expect(await mailsTo(viewer)).toEqual([])
  expect(await db.select().from(notifications)).toMatchObject([{ dismissedAt: null }])
})

it('offers to complete a reminder that can be completed', async () => {
  const { viewer } = pushes.family
  await addDevice(viewer, pushes.service)
  const id = await remind(viewer, { kind: 'reminder' })
  const [message] = await deliver(viewer, pushes.service)
  expect(message!.buttons[1]).toMatchObject({
    id: 'done',
    commands: [
      { name: 'updateEvent', input: { id, version: 1, patch: { done: true } } },
      { name: 'dismissAlarm' },
    ],
  })
})

it('replaces a reminder by the snoozed one: both have the topic of the occurrence', async () => {
  const { viewer } = pushes.family
  await addDevice(viewer, pushes.service)
  await remind(viewer)
  await deliver(viewer, pushes.service)
  const [reminder] = await db.select().from(notifications)
  await as(viewer).run(snoozeAlarm, { notification: reminder!.id, until: '5' })
  await fireAlarms(Date.now() + 6 * 60_000)
  await deliver(viewer, pushes.service)
  await remind(viewer)
  await deliver(viewer, pushes.service)
  const [first, snoozed, ofOtherEvent] = pushes.service.messages.map(({ topic }) => topic)
  expect(snoozed).toBe(first)
  expect(ofOtherEvent).not.toBe(first)
})

it('says only that there is something new to a user who hides details', async () => {
  const { viewer } = pushes.family
  await addDevice(viewer, pushes.service)
  await as(viewer).run(setNotificationSettings, { hidesPushDetails: true })
  await invite(pushes.family, viewer, 'Surprise party')
  const [message] = await deliver(viewer, pushes.service)
  expect(JSON.stringify(message)).not.toMatch(/Surprise|owner/)
  expect(message).toMatchObject({ title: 'Kinday', body: 'You have a new notification.', buttons: [] })
})

it('writes push messages in the language of the user', async () => {
  const { viewer } = pushes.family
  await addDevice(viewer, pushes.service)
  await db.update(users).set({ locale: 'ar' }).where(eq(users.id, viewer.id))
  await remind(viewer)
  const [message] = await deliver(viewer, pushes.service)
  expect(message).toMatchObject({ lang: 'ar', dir: 'rtl' })
  expect(message!.buttons.map(({ title }) => title)).toEqual(['بعد 15 دقيقة', 'إغلاق'])
})

it('pushes an event that was edited again, in place of the first message', async () => {
  const { owner, viewer } = pushes.family
  await addDevice(viewer, pushes.service)
  const { id, version } = await invite(pushes.family, viewer)
  await deliver(viewer, pushes.service)
  const first = await as(owner).run(updateEvent, { id, version, patch: { location: 'Home' } })
  await deliver(viewer, pushes.service)
  await as(owner).run(updateEvent, { id, version: first.result.version, patch: { location: 'Garden' } })
  const [message] = await deliver(viewer, pushes.service)
  expect(message!.title).toContain('Garden')
  expect(pushes.service.messages[2]!.topic).toBe(pushes.service.messages[1]!.topic)
})

it('sends nothing about an event that was hidden, or a notification that was read meanwhile', async () => {
  const { viewer, editor } = pushes.family
  await addDevice(viewer, pushes.service)
  await addDevice(editor, pushes.service)
  const { id } = await invite(pushes.family, viewer)
  await dispatch()
  await db.insert(hiddenFrom).values({ eventId: id, userId: viewer.id })
  expect(await deliver(viewer, pushes.service)).toEqual([])
  await invite(pushes.family, editor)
  await dispatch()
  await as(editor).run(markNotificationsRead, { which: { all: true } })
  expect(await deliver(editor, pushes.service)).toEqual([])
  expect([...(await pushesTo(viewer)), ...(await pushesTo(editor))]).toEqual([])
})

it('sends nothing to a device whose session has ended while the message waited', async () => {
  const { editor } = pushes.family
  const { session } = await addDevice(editor, pushes.service)
  await invite(pushes.family, editor)
  await dispatch()
  await db.update(sessions).set({ expires: new Date() }).where(eq(sessions.id, session))
  expect(await deliver(editor, pushes.service)).toEqual([])
})

it('pushes nothing of a kind that the user has turned off, and nothing before the end of quiet hours', async () => {
  const { viewer } = pushes.family
  await addDevice(viewer, pushes.service)
  await as(viewer).run(setNotificationSettings, {
    modes: [{ kind: 'invited', channel: 'push', mode: 'off' }],
  })
  await invite(pushes.family, viewer)
  expect(await deliver(viewer, pushes.service)).toEqual([])
  const minute = Math.floor(Date.now() / 60_000) % 1440
  await as(viewer).run(setNotificationSettings, {
    quietHours: { from: (minute + 1430) % 1440, to: (minute + 10) % 1440 },
  })
  await remind(viewer)
  const [push] = await pushesTo(viewer)
  expect(await secondsUntilRetry(push!.id)).toBeGreaterThan(60)
})

it('shortens a message that the push service finds too large', async () => {
  const { viewer } = pushes.family
  await addDevice(viewer, pushes.service)
  pushes.service.maxBytes = 700
  await invite(pushes.family, viewer, 'A long title '.repeat(15))
  const [message] = await deliver(viewer, pushes.service)
  expect(message).toMatchObject({ body: '', buttons: [] })
  expect(message!.title.length).toBeLessThanOrEqual(41)
})

it('sends a test message to a device', async () => {
  const { viewer } = pushes.family
  const device = await addDevice(viewer, pushes.service)
  await as(viewer).run(sendTestPush, { device: device.id })
  expect(await deliver(viewer, pushes.service)).toMatchObject([
    { title: 'Test notification', device: device.name },
  ])
  expect(await db.select().from(pushSubscriptions)).toMatchObject([{ lastSuccessAt: expect.any(Date) }])
})
