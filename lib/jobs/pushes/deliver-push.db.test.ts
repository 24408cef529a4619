import { and, eq, sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { db } from '@/db/client'
import { hiddenFrom } from '@/db/schema/attendees'
import { deliveries } from '@/db/schema/deliveries'
import { alarmDue } from '@/db/schema/layers'
import { notifications } from '@/db/schema/notifications'
import { pushSubscriptions } from '@/db/schema/push'
import { sessions, users } from '@/db/schema/users'
import { snoozeAlarm } from '@/lib/commands/alarms'
import { updateEvent } from '@/lib/commands/events'
import { markNotificationsRead, setNotificationSettings } from '@/lib/commands/notifications'
import { sendTestPush, unsubscribePush } from '@/lib/commands/push'
import { dispatch } from '@/lib/jobs/dispatch'
import { fireAlarms } from '@/lib/jobs/fire-alarms'
import type { PushMessage } from '@/lib/push/message'
import { deliveryLog } from '@/lib/queries/notifications/delivery-log'
import { as, type Family, hour, makeFamily, type TestUser } from '@/test/database/fixtures'
import { startPushService } from '@/test/servers/push-service.mjs'
import { startSmtp } from '@/test/servers/smtp.mjs'
import { deliverPush } from './deliver-push'
import { addDevice, type PushService } from './deliver-push.test.devices'
import { recordServiceResponse } from './paused-services'

let service: PushService
let smtp: Awaited<ReturnType<typeof startSmtp>>
let family: Family

// Shortens the time limit of requests.
vi.mock('@/lib/outgoing/guarded-fetch', async (original) => {
  const { guardedFetch } = await original<typeof import('@/lib/outgoing/guarded-fetch')>()
  const sooner: typeof guardedFetch = (url, request) => guardedFetch(url, { ...request, timeoutMs: 300 })
  return { guardedFetch: sooner }
})

beforeAll(async () => {
  process.env.ALLOW_PRIVATE_TARGETS = '1'
  smtp = await startSmtp()
  process.env.SMTP_URL = smtp.url
  service = await startPushService()
})
afterAll(() => Promise.all([service.close(), smtp.close()]))

beforeEach(async () => {
  family = await makeFamily()
  await dispatch()
  await db.delete(deliveries)
  await db.delete(notifications)
  await db.delete(pushSubscriptions)
  Object.assign(service, {
    answer: 201,
    retryAfter: undefined,
    maxBytes: Number.POSITIVE_INFINITY,
    messages: [],
  })
  recordServiceResponse(service.device().endpoint, true)
})

const pushesTo = (user: TestUser) =>
  db
    .select()
    .from(deliveries)
    .where(and(eq(deliveries.userId, user.id), eq(deliveries.channel, 'push')))
    .orderBy(deliveries.createdAt)

const mailsTo = (user: TestUser) =>
  db
    .select()
    .from(deliveries)
    .where(and(eq(deliveries.userId, user.id), eq(deliveries.channel, 'email')))

/** Sends the queued messages to a user. Returns what arrived. */
async function deliver(user: TestUser): Promise<(PushMessage & { device: string; ttl: number })[]> {
  await dispatch()
  const before = service.messages.length
  for (const { id, outcome } of await pushesTo(user)) if (outcome === 'queued') await deliverPush(id)
  return service.messages.slice(before).map(({ text, device, ttl }) => ({ ...JSON.parse(text), device, ttl }))
}

const invite = (user: TestUser, title = 'Dinner') =>
  as(family.owner).createEvent({
    ...{ calendarId: family.calendar, title, span: hour('2027-01-21') },
    attendees: [user.id],
  })

/** Creates an event of a user that starts in a quarter of an hour, and fires its alarm. */
async function remind(
  user: TestUser,
  { kind = 'event' as 'event' | 'reminder', method = 'in-app' as const } = {},
) {
  const startsAt = new Date(Math.ceil(Date.now() / 1000) * 1000 + 15 * 60_000)
  const wall = (at: number) => new Date(at).toISOString().slice(0, 19)
  const { id } = await as(user).createEvent({
    ...{ calendarId: user.calendar, title: 'Dentist', kind },
    span: {
      ...{ type: 'timed', startZone: 'UTC', endZone: 'UTC', start: wall(startsAt.getTime()) },
      end: wall(startsAt.getTime() + (kind === 'reminder' ? 0 : 3_600_000)),
    },
  })
  await dispatch()
  await db.delete(alarmDue).where(eq(alarmDue.eventId, id))
  await db.insert(alarmDue).values({
    ...{ id: crypto.randomUUID(), userId: user.id, eventId: id, method, trigger: '-15', startsAt },
    dueAt: new Date(),
  })
  await fireAlarms()
  return id
}

/** Returns when the job of a delivery runs, in seconds from now. */
async function secondsUntilRetry(delivery: string): Promise<number> {
  const rows = await db.execute<{ seconds: number }>(sql`
    select extract(epoch from run_at - now())::float8 as seconds from graphile_worker._private_jobs
    where payload ->> 'delivery' = ${delivery} order by id desc limit 1`)
  return rows[0]!.seconds
}

describe('messages', () => {
  it('pushes an invitation to each device, with buttons that answer it', async () => {
    const { viewer } = family
    const [phone, laptop] = [await addDevice(viewer, service), await addDevice(viewer, service)]
    const { id, version } = await invite(viewer)
    const messages = await deliver(viewer)
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
    const { viewer } = family
    await addDevice(viewer, service)
    const event = await remind(viewer)
    const [message] = await deliver(viewer)
    expect(message).toMatchObject({
      ...{ title: 'Dentist', event },
      buttons: [{ id: 'snooze' }, { id: 'dismiss' }],
    })
    const [{ urgency, ttl }] = service.messages as [(typeof service.messages)[number]]
    expect(urgency).toBe('high')
    expect(ttl).toBeGreaterThan(29 * 60)
    expect(ttl).toBeLessThanOrEqual(31 * 60)
    expect(await mailsTo(viewer)).toEqual([])
    expect(await db.select().from(notifications)).toMatchObject([{ dismissedAt: null }])
  })

  it('offers to complete a reminder that can be completed', async () => {
    const { viewer } = family
    await addDevice(viewer, service)
    const id = await remind(viewer, { kind: 'reminder' })
    const [message] = await deliver(viewer)
    expect(message!.buttons[1]).toMatchObject({
      id: 'done',
      commands: [
        { name: 'updateEvent', input: { id, version: 1, patch: { done: true } } },
        { name: 'dismissAlarm' },
      ],
    })
  })

  it('replaces a reminder by the snoozed one: both have the topic of the occurrence', async () => {
    const { viewer } = family
    await addDevice(viewer, service)
    await remind(viewer)
    await deliver(viewer)
    const [reminder] = await db.select().from(notifications)
    await as(viewer).run(snoozeAlarm, { notification: reminder!.id, until: '5' })
    await fireAlarms(Date.now() + 6 * 60_000)
    await deliver(viewer)
    await remind(viewer)
    await deliver(viewer)
    const [first, snoozed, ofOtherEvent] = service.messages.map(({ topic }) => topic)
    expect(snoozed).toBe(first)
    expect(ofOtherEvent).not.toBe(first)
  })

  it('says only that there is something new to a user who hides details', async () => {
    const { viewer } = family
    await addDevice(viewer, service)
    await as(viewer).run(setNotificationSettings, { hidesPushDetails: true })
    await invite(viewer, 'Surprise party')
    const [message] = await deliver(viewer)
    expect(JSON.stringify(message)).not.toMatch(/Surprise|owner/)
    expect(message).toMatchObject({ title: 'Kinday', body: 'You have a new notification.', buttons: [] })
  })

  it('writes push messages in the language of the user', async () => {
    const { viewer } = family
    await addDevice(viewer, service)
    await db.update(users).set({ locale: 'ar' }).where(eq(users.id, viewer.id))
    await remind(viewer)
    const [message] = await deliver(viewer)
    expect(message).toMatchObject({ lang: 'ar', dir: 'rtl' })
    expect(message!.buttons.map(({ title }) => title)).toEqual(['بعد 15 دقيقة', 'إغلاق'])
  })

  it('pushes an event that was edited again, in place of the first message', async () => {
    const { owner, viewer } = family
    await addDevice(viewer, service)
    const { id, version } = await invite(viewer)
    await deliver(viewer)
    const first = await as(owner).run(updateEvent, { id, version, patch: { location: 'Home' } })
    await deliver(viewer)
    await as(owner).run(updateEvent, { id, version: first.result.version, patch: { location: 'Garden' } })
    const [message] = await deliver(viewer)
    expect(message!.title).toContain('Garden')
    expect(service.messages[2]!.topic).toBe(service.messages[1]!.topic)
  })

  it('sends nothing about an event that was hidden, or a notification that was read meanwhile', async () => {
    const { viewer, editor } = family
    await addDevice(viewer, service)
    await addDevice(editor, service)
    const { id } = await invite(viewer)
    await dispatch()
    await db.insert(hiddenFrom).values({ eventId: id, userId: viewer.id })
    expect(await deliver(viewer)).toEqual([])
    await invite(editor)
    await dispatch()
    await as(editor).run(markNotificationsRead, { which: { all: true } })
    expect(await deliver(editor)).toEqual([])
    expect([...(await pushesTo(viewer)), ...(await pushesTo(editor))]).toEqual([])
  })

  it('sends nothing to a device whose session has ended while the message waited', async () => {
    const { editor } = family
    const { session } = await addDevice(editor, service)
    await invite(editor)
    await dispatch()
    await db.update(sessions).set({ expires: new Date() }).where(eq(sessions.id, session))
    expect(await deliver(editor)).toEqual([])
  })

  it('pushes nothing of a kind that the user has turned off, and nothing before the end of quiet hours', async () => {
    const { viewer } = family
    await addDevice(viewer, service)
    await as(viewer).run(setNotificationSettings, {
      modes: [{ kind: 'invited', channel: 'push', mode: 'off' }],
    })
    await invite(viewer)
    expect(await deliver(viewer)).toEqual([])
    const minute = Math.floor(Date.now() / 60_000) % 1440
    await as(viewer).run(setNotificationSettings, {
      quietHours: { from: (minute + 1430) % 1440, to: (minute + 10) % 1440 },
    })
    await remind(viewer)
    const [push] = await pushesTo(viewer)
    expect(await secondsUntilRetry(push!.id)).toBeGreaterThan(60)
  })

  it('shortens a message that the push service finds too large', async () => {
    const { viewer } = family
    await addDevice(viewer, service)
    service.maxBytes = 700
    await invite(viewer, 'A long title '.repeat(15))
    const [message] = await deliver(viewer)
    expect(message).toMatchObject({ body: '', buttons: [] })
    expect(message!.title.length).toBeLessThanOrEqual(41)
  })

  it('sends a test message to a device', async () => {
    const { viewer } = family
    const device = await addDevice(viewer, service)
    await as(viewer).run(sendTestPush, { device: device.id })
    expect(await deliver(viewer)).toMatchObject([{ title: 'Test notification', device: device.name }])
    expect(await db.select().from(pushSubscriptions)).toMatchObject([{ lastSuccessAt: expect.any(Date) }])
  })
})

describe('failures', () => {
  it.each([404, 410])(
    'removes a device that the push service does not know (%i), and mails the reminder',
    async (status) => {
      const { viewer } = family
      await addDevice(viewer, service)
      await remind(viewer)
      service.answer = status
      await deliver(viewer)
      expect(await db.select().from(pushSubscriptions)).toEqual([])
      const [push] = await pushesTo(viewer)
      expect(push).toMatchObject({ outcome: 'failed', error: `${status} answered ${status}` })
      expect(await mailsTo(viewer)).toMatchObject([{ outcome: 'queued', fallbackFor: push!.id }])
    },
  )

  it('mails nothing if another device got the message', async () => {
    const { viewer } = family
    const [lost] = [await addDevice(viewer, service), await addDevice(viewer, service)]
    await remind(viewer)
    await as(viewer).run(unsubscribePush, { device: lost.id })
    expect(await deliver(viewer)).toHaveLength(1)
    expect((await pushesTo(viewer)).map(({ outcome }) => outcome).sort()).toEqual(['failed', 'sent'])
    expect(await mailsTo(viewer)).toEqual([])
  })

  it('mails a notification once if all devices fail, and not again if it is mailed anyway', async () => {
    const { viewer } = family
    await addDevice(viewer, service)
    await addDevice(viewer, service)
    service.answer = 410
    await remind(viewer)
    await invite(viewer)
    await deliver(viewer)
    const mails = await mailsTo(viewer)
    expect(mails.map(({ data }) => (data as { kind: string }).kind).sort()).toEqual(['invited', 'reminder'])
  })

  it('shows a failed message in the app if the user wants no mails', async () => {
    const { viewer } = family
    await addDevice(viewer, service)
    await as(viewer).run(setNotificationSettings, {
      modes: [
        { kind: 'invited', channel: 'email', mode: 'off' },
        { kind: 'invited', channel: 'in-app', mode: 'off' },
      ],
    })
    await invite(viewer)
    service.answer = 403
    await deliver(viewer)
    expect(await mailsTo(viewer)).toEqual([])
    expect(await db.select().from(notifications)).toMatchObject([{ dismissedAt: null }])
    expect(await db.select().from(pushSubscriptions)).toHaveLength(1)
  })

  it('tries again when a busy push service asks for it, and mails a reminder that would come too late', async () => {
    const { viewer } = family
    await addDevice(viewer, service)
    await remind(viewer)
    Object.assign(service, { answer: 429, retryAfter: '90' })
    await deliver(viewer)
    const [push] = await pushesTo(viewer)
    expect(push).toMatchObject({ outcome: 'queued', attempts: 1, takenUntil: null })
    const seconds = await secondsUntilRetry(push!.id)
    expect([seconds > 80, seconds <= 90]).toEqual([true, true])
    service.retryAfter = new Date(Date.now() + 3_600_000).toUTCString()
    await deliver(viewer)
    expect(await pushesTo(viewer)).toMatchObject([{ outcome: 'failed', attempts: 2 }])
    expect(await mailsTo(viewer)).toHaveLength(1)
  })

  it('waits at least its own delay for a push service that asks for retries at once, and gives up one that asks for a distant time', async () => {
    const { viewer } = family
    await addDevice(viewer, service)
    await invite(viewer)
    Object.assign(service, { answer: 429, retryAfter: '0' })
    await deliver(viewer)
    const [push] = await pushesTo(viewer)
    expect(await secondsUntilRetry(push!.id)).toBeGreaterThan(10)
    service.retryAfter = '9'.repeat(30)
    await deliver(viewer)
    expect(await pushesTo(viewer)).toMatchObject([{ outcome: 'failed', attempts: 2 }])
  })

  it('waits longer after each error of the push service, and delivers when it works again', async () => {
    const { viewer } = family
    await addDevice(viewer, service)
    await invite(viewer)
    service.answer = 500
    await deliver(viewer)
    const [push] = await pushesTo(viewer)
    const first = await secondsUntilRetry(push!.id)
    await deliver(viewer)
    expect(await secondsUntilRetry(push!.id)).toBeGreaterThan(3 * first)
    service.answer = 201
    expect(await deliver(viewer)).toHaveLength(1)
    expect(await pushesTo(viewer)).toMatchObject([{ outcome: 'sent', attempts: 3, error: null }])
  })

  it('sends to other push services while one never answers', async () => {
    const { viewer, editor } = family
    const other = await startPushService()
    await addDevice(viewer, service)
    await addDevice(editor, other)
    await remind(viewer)
    await remind(viewer)
    await remind(editor)
    recordServiceResponse(service.device().endpoint, false)
    service.answer = 'never'
    const before = service.requests
    await deliver(viewer)
    // A paused service gets no request, and the pause counts as no attempt.
    expect(service.requests).toBe(before)
    expect((await pushesTo(viewer)).map(({ attempts, outcome }) => [attempts, outcome])).toEqual([
      [0, 'queued'],
      [0, 'queued'],
    ])
    for (const { id } of await pushesTo(editor)) await deliverPush(id)
    expect(other.messages).toHaveLength(1)
    await other.close()
  })

  it('gives up a request that is never answered, and queues the message again', async () => {
    const { viewer } = family
    await addDevice(viewer, service)
    await remind(viewer)
    service.answer = 'never'
    await deliver(viewer)
    expect(await pushesTo(viewer)).toMatchObject([{ outcome: 'queued', attempts: 1, takenUntil: null }])
  })

  it('sends a message once when two workers take it', async () => {
    const { viewer } = family
    await addDevice(viewer, service)
    await remind(viewer)
    const [push] = await pushesTo(viewer)
    await Promise.allSettled([deliverPush(push!.id), deliverPush(push!.id)])
    expect(service.messages).toHaveLength(1)
  })
})
