import { eq } from 'drizzle-orm'
import { pushSubscriptions } from '@/db/schema/push'
import { recordAttempt } from '@/lib/access/attempts'
import { notificationPings } from '@/lib/commands/effects/notify'
import { command } from '@/lib/commands/pipeline/execute'
import { insertPushTest } from '@/lib/commands/rows/deliveries'
import {
  hasPushSubscription,
  replacePushEndpoint,
  savePushSubscription,
} from '@/lib/commands/rows/push-subscriptions'
import { fieldError } from '@/lib/errors'
import { isPushEndpoint } from '@/lib/push/endpoint'
import { emptyOutput, idOutput } from '@/lib/schemas/outputs'
import * as schemas from '@/lib/schemas/push'

/**
 * Lets the browser of the session receive push messages. Repeating it changes nothing. If a page renews a subscription
 * by itself (`renewedAt`) that the session had before but has no longer, nothing happens: the user has removed the
 * device. If the browser has replaced a subscription (`replacedEndpoint`) of another user, nothing happens either: it
 * stays that of its user.
 */
export const subscribePush = command({
  name: 'subscribePush',
  input: schemas.subscribePush,
  output: schemas.subscribePushOutput,
  on: ({ session }) => ({ self: ['own', 'self', null], session: ['own', 'session', session] }),
  async run({ tx, grants }, { endpoint, keys, renewedAt, replacedEndpoint }) {
    if (!isPushEndpoint(endpoint)) throw fieldError('endpoint', 'invalid')
    const { id: sessionId, userId, createdAt } = grants.session.row
    await recordAttempt([{ by: `subscribe-push:${userId}`, max: MAX_SUBSCRIPTIONS, minutes: 60 }], tx)
    if (replacedEndpoint !== undefined) {
      const subscription = { userId, sessionId, endpoint, replacedEndpoint }
      if (!(await replacePushEndpoint(tx, subscription))) return { result: { id: null }, changes: [] }
    }
    const isRenewal = renewedAt !== undefined && createdAt.getTime() < renewedAt
    if (isRenewal && !(await hasPushSubscription(tx, sessionId))) return { result: { id: null }, changes: [] }
    const { id, isNew } = await savePushSubscription(tx, { userId, sessionId, endpoint, ...keys })
    return { result: { id }, changes: notificationPings(isNew ? [userId] : []) }
  },
})

/** Maximum number of requests per hour: each tab renews the subscription hourly. */
const MAX_SUBSCRIPTIONS = 100

/** Ends push messages to a device of the user. */
export const unsubscribePush = command({
  name: 'unsubscribePush',
  input: schemas.unsubscribePush,
  output: emptyOutput,
  on: ({ device }) => ({ device: ['own', 'push-subscription', device] }),
  async run({ tx, grants }) {
    const { id, userId } = grants.device.row
    await tx.delete(pushSubscriptions).where(eq(pushSubscriptions.id, id))
    return { result: {}, changes: notificationPings([userId]) }
  },
})

/** Pushes a test message to a device of the user, at most a few per hour. Returns the id of its delivery. */
export const sendTestPush = command({
  name: 'sendTestPush',
  input: schemas.sendTestPush,
  output: idOutput,
  on: ({ device }) => ({ device: ['own', 'push-subscription', device] }),
  async run({ tx, grants }) {
    const { id, userId } = grants.device.row
    await recordAttempt([{ by: `test-push:${userId}`, max: MAX_TESTS, minutes: 60 }], tx)
    const delivery = await insertPushTest(tx, userId, id)
    return {
      result: { id: delivery },
      changes: notificationPings([userId]),
      jobs: [{ name: 'push', payload: { delivery } }],
    }
  },
})

/** Maximum number of tests per hour, to all devices of a user. */
const MAX_TESTS = 10
