import { expect, it } from 'vitest'
import { db } from '@/db/client'
import { deliveries } from '@/db/schema/deliveries'
import { notifications } from '@/db/schema/notifications'
import { pushSubscriptions } from '@/db/schema/push'
import { setNotificationSettings } from '@/lib/commands/notifications'
import { sendTestPush, unsubscribePush } from '@/lib/commands/push'
import { pushTests } from '@/lib/queries/push-tests'
import { as } from '@/test/database/fixtures'
import { startPushService } from '@/test/servers/push-service.mjs'
import { deliverPush } from './deliver-push'
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

it.each([404, 410])(
  'removes a device that the push service does not know (%i), and mails the reminder',
  async (status) => {
    const { viewer } = pushes.family
    await addDevice(viewer, pushes.service)
    await remind(viewer)
    pushes.service.answer = status
    await deliver(viewer, pushes.service)
    expect(await db.select().from(pushSubscriptions)).toEqual([])
    const [push] = await pushesTo(viewer)
    expect(push).toMatchObject({ outcome: 'failed', error: `${status} answered ${status}` })
    expect(await mailsTo(viewer)).toMatchObject([{ outcome: 'queued', fallbackFor: push!.id }])
  },
)

it('mails nothing if another device got the message', async () => {
  const { viewer } = pushes.family
  const [lost] = [await addDevice(viewer, pushes.service), await addDevice(viewer, pushes.service)]
  await remind(viewer)
  await as(viewer).run(unsubscribePush, { device: lost.id })
  expect(await deliver(viewer, pushes.service)).toHaveLength(1)
  expect((await pushesTo(viewer)).map(({ outcome }) => outcome).sort()).toEqual(['failed', 'sent'])
  expect(await mailsTo(viewer)).toEqual([])
})

it('mails a notification once if all devices fail, and not again if it is mailed anyway', async () => {
  const { viewer } = pushes.family
  await addDevice(viewer, pushes.service)
  await addDevice(viewer, pushes.service)
  pushes.service.answer = 410
  await remind(viewer)
  await invite(pushes.family, viewer)
  await deliver(viewer, pushes.service)
  const mails = await mailsTo(viewer)
  expect(mails.map(({ data }) => (data as { kind: string }).kind).sort()).toEqual(['invited', 'reminder'])
})

it('shows a failed message in the app if the user wants no mails', async () => {
  const { viewer } = pushes.family
  await addDevice(viewer, pushes.service)
  await as(viewer).run(setNotificationSettings, {
    modes: [
      { kind: 'invited', channel: 'email', mode: 'off' },
      { kind: 'invited', channel: 'in-app', mode: 'off' },
    ],
  })
  await invite(pushes.family, viewer)
  pushes.service.answer = 403
  await deliver(viewer, pushes.service)
  expect(await mailsTo(viewer)).toEqual([])
  expect(await db.select().from(notifications)).toMatchObject([{ dismissedAt: null }])
  expect(await db.select().from(pushSubscriptions)).toHaveLength(1)
})

it('tries again when a busy push service asks for it, and mails a reminder that would come too late', async () => {
  const { viewer } = pushes.family
  await addDevice(viewer, pushes.service)
  await remind(viewer)
  Object.assign(pushes.service, { answer: 429, retryAfter: '90' })
  await deliver(viewer, pushes.service)
  const [push] = await pushesTo(viewer)
  expect(push).toMatchObject({ outcome: 'queued', attempts: 1, takenUntil: null })
  const seconds = await secondsUntilRetry(push!.id)
  expect([seconds > 80, seconds <= 90]).toEqual([true, true])
  pushes.service.retryAfter = new Date(Date.now() + 3_600_000).toUTCString()
  await deliver(viewer, pushes.service)
  expect(await pushesTo(viewer)).toMatchObject([{ outcome: 'failed', attempts: 2 }])
  expect(await mailsTo(viewer)).toHaveLength(1)
})

it('waits at least the usual delay before a retry, and drops a message whose retry time is in the distant future', async () => {
  const { viewer } = pushes.family
  await addDevice(viewer, pushes.service)
  await invite(pushes.family, viewer)
  Object.assign(pushes.service, { answer: 429, retryAfter: '0' })
  await deliver(viewer, pushes.service)
  const [push] = await pushesTo(viewer)
  expect(await secondsUntilRetry(push!.id)).toBeGreaterThan(10)
  pushes.service.retryAfter = '9'.repeat(30)
  await deliver(viewer, pushes.service)
  expect(await pushesTo(viewer)).toMatchObject([{ outcome: 'failed', attempts: 2 }])
})

it('waits longer after each error of the push service, and delivers when it works again', async () => {
  const { viewer } = pushes.family
  await addDevice(viewer, pushes.service)
  await invite(pushes.family, viewer)
  pushes.service.answer = 500
  await deliver(viewer, pushes.service)
  const [push] = await pushesTo(viewer)
  const first = await secondsUntilRetry(push!.id)
  await deliver(viewer, pushes.service)
  expect(await secondsUntilRetry(push!.id)).toBeGreaterThan(3 * first)
  pushes.service.answer = 201
  expect(await deliver(viewer, pushes.service)).toHaveLength(1)
  expect(await pushesTo(viewer)).toMatchObject([{ outcome: 'sent', attempts: 3, error: null }])
})

it.each([
  [410, 'gone'],
  [403, 'refused'],
  [503, 'retrying'],
  [201, 'sent'],
] as const)(
  'reports the outcome of a test message if the push service responds with %i: %s',
  async (status, result) => {
    const { viewer, editor } = pushes.family
    const device = await addDevice(viewer, pushes.service)
    const { id } = (await as(viewer).run(sendTestPush, { device: device.id })).result
    expect(await pushTests(db, viewer.id)).toEqual([{ id, result: 'queued' }])
    pushes.service.answer = status
    await deliver(viewer, pushes.service)
    expect(await pushTests(db, viewer.id)).toEqual([{ id, result }])
    expect(await pushTests(db, editor.id)).toEqual([])
  },
)

it('reports that a test did not reach its device after three minutes without an answer', async () => {
  const { viewer } = pushes.family
  const device = await addDevice(viewer, pushes.service)
  const { id } = (await as(viewer).run(sendTestPush, { device: device.id })).result
  await db.update(deliveries).set({ createdAt: new Date(Date.now() - 180_000) })
  pushes.service.answer = 'never'
  await deliver(viewer, pushes.service)
  expect(await pushTests(db, viewer.id)).toEqual([{ id, result: 'unreachable' }])
})

it('sends a message once when two workers take it', async () => {
  const { viewer } = pushes.family
  await addDevice(viewer, pushes.service)
  await remind(viewer)
  const [push] = await pushesTo(viewer)
  await Promise.allSettled([deliverPush(push!.id), deliverPush(push!.id)])
  expect(pushes.service.messages).toHaveLength(1)
})

it('pauses a push service that does not answer in time, and queues its messages again', async () => {
  const { viewer } = pushes.family
  await addDevice(viewer, pushes.service)
  await remind(viewer)
  await remind(viewer)
  pushes.service.answer = 'never'
  await deliver(viewer, pushes.service)
  // The second message is not sent, which counts as no attempt.
  expect(pushes.service.requests).toBe(1)
  const waiting = (await pushesTo(viewer)).map(({ attempts, outcome, takenUntil }) => [
    ...[attempts, outcome, takenUntil],
  ])
  expect(waiting).toEqual([
    [1, 'queued', null],
    [0, 'queued', null],
  ])
})

it('sends to a push service that answers while many others hang', async () => {
  const { viewer, editor } = pushes.family
  const hanging = await Promise.all(Array.from({ length: 6 }, startPushService))
  for (const service of hanging) {
    service.answer = 'never'
    await addDevice(viewer, service)
  }
  await addDevice(editor, pushes.service)
  await remind(editor)
  await deliver(editor, pushes.service)
  await remind(viewer)
  const stop = new AbortController()
  const sending = (await pushesTo(viewer)).map(({ id }) => deliverPush(id, stop.signal))
  const requests = () => hanging.reduce((sum, { requests }) => sum + requests, 0)
  await expect.poll(requests).toBe(3)
  await expect.poll(async () => waitingFor(await pushesTo(viewer))).toBe(3)
  await remind(editor)
  expect(await deliver(editor, pushes.service)).toHaveLength(1)
  expect(requests()).toBe(3)
  stop.abort()
  await Promise.allSettled(sending)
  await Promise.all(hanging.map((service) => service.close()))
})

/** Counts the messages that were put off without an attempt. */
const waitingFor = (rows: Awaited<ReturnType<typeof pushesTo>>) =>
  rows.filter(({ attempts, takenUntil, error }) => attempts === 0 && !takenUntil && error).length
