import { and, eq, gt, sql } from 'drizzle-orm'
import { db } from '@/db/client'
import { deliveries } from '@/db/schema/deliveries'
import { pushSubscriptions } from '@/db/schema/push'
import { sessions } from '@/db/schema/users'
import { afterCommit, recordOutcome } from '@/lib/commands/pipeline/execute'
import { deletePushSubscription, markPushed } from '@/lib/commands/rows/push-subscriptions'
import { vapidKeys } from '@/lib/commands/rows/vapid-keys'
import { MAX_PUSH_MS, type PushOutcome, sendPush } from '@/lib/push/send-push'
import { lockDelivery } from '../lock-delivery'
import { beginPush, endPush } from './paused-services'
import { type PreparedPush, preparePush } from './prepare-push'
import { fallBack } from './push-fallback'

/** Time for which a process locks a message to send it: twice if it is too large and has to be shortened. */
const LOCK_MS = 2 * MAX_PUSH_MS + 15_000

/** Minimum delay of the first retry; that of each further one is four times as long. */
const RETRY_DELAY_MS = 15_000

type Row = typeof deliveries.$inferSelect

/**
 * Sends a queued push message to its device and records the outcome. A message is sent twice only if the process is
 * killed between the response of the push service and the recording; both then have the same topic, and the second
 * replaces the first.
 *
 * @param timeoutMs maximum time for the answer of the push service; shorter in tests
 */
export async function deliverPush(
  id: string,
  signal = new AbortController().signal,
  timeoutMs = MAX_PUSH_MS,
): Promise<void> {
  const row = await lockDelivery(id, LOCK_MS)
  if (!row) return
  const device = await deviceOf(row)
  const prepared = await preparePush(row)
  if (!prepared) return deleteObsolete(id)
  if (!device) return recordFailure(row, 'the device was removed')
  const keys = await vapidKeys()
  const pauseMs = beginPush(device.endpoint)
  if (pauseMs) return retryIn(row, prepared, pauseMs, row.attempts, 'the push service does not answer')
  const { message, options } = prepared
  const outcome = await sendPush(device, message, { ...options, timeoutMs }, keys, signal)
  endPush(device.endpoint, signal.aborted ? null : hasAnswered(outcome))
  if (signal.aborted) return release(row, signal.reason)
  await recordPush(row, device.id, prepared, outcome)
}

/** Whether the push service has answered; null if that is unknown, as nothing is sent to a device with invalid keys. */
function hasAnswered(outcome: PushOutcome): boolean | null {
  return outcome.kind === 'gone' ? null : !(outcome.kind === 'retry' && outcome.isUnreachable)
}

async function recordPush(row: Row, device: string, prepared: PreparedPush, outcome: PushOutcome) {
  switch (outcome.kind) {
    case 'accepted':
      return recordSuccess(row, device)
    case 'gone':
      await deletePushSubscription(device)
      return recordFailure(row, outcome.error)
    case 'refused':
      return recordFailure(row, outcome.error)
    case 'retry': {
      // Users enter the addresses of push services: one that asks for retries at once must not occupy the workers.
      const delayMs = Math.max(outcome.retryInMs ?? 0, RETRY_DELAY_MS * 4 ** row.attempts)
      return retryIn(row, prepared, delayMs, row.attempts + 1, outcome.error)
    }
  }
}

/**
 * Returns the device of a message; undefined if it was removed, belongs to another user now, or if its session has
 * ended while the message waited.
 */
async function deviceOf({ pushSubscriptionId, userId }: Row) {
  if (!pushSubscriptionId) return undefined
  const [found] = await db
    .select({ device: pushSubscriptions })
    .from(pushSubscriptions)
    .innerJoin(sessions, eq(sessions.id, pushSubscriptions.sessionId))
    .where(and(eq(pushSubscriptions.id, pushSubscriptionId), gt(sessions.expires, sql`now()`)))
  return found?.device.userId === userId ? found.device : undefined
}

async function recordSuccess({ id, attempts }: Row, device: string): Promise<void> {
  await db.transaction(async (tx) => {
    const outcome = { outcome: 'sent' as const, sentAt: new Date(), error: null, data: null }
    await tx
      .update(deliveries)
      .set({ ...outcome, attempts: attempts + 1, takenUntil: null })
      .where(eq(deliveries.id, id))
    await markPushed(tx, device)
  })
}

/** Records that a message cannot be delivered. If no other device can get the notification, another channel does. */
async function recordFailure(row: Row, error: string, attempts = row.attempts + 1): Promise<void> {
  const recorded = await db.transaction(async (tx) => {
    await tx
      .update(deliveries)
      .set({ outcome: 'failed', error, attempts, takenUntil: null })
      .where(eq(deliveries.id, row.id))
    const actor = { kind: 'job', name: 'push' } as const
    const outcome = { result: null, ...(await fallBack(tx, row)) }
    return recordOutcome(tx, actor, 'fallBack', { origin: 'job' }, outcome)
  })
  afterCommit(recorded)
}

/** Sends the message again later, or gives up if it would come too late. */
async function retryIn(
  row: Row,
  { retryUntil }: PreparedPush,
  delayMs: number,
  attempts: number,
  error: string,
): Promise<void> {
  const runAt = new Date(Date.now() + delayMs)
  if (runAt.getTime() > retryUntil) return recordFailure(row, error, attempts)
  await db.transaction(async (tx) => {
    await tx.update(deliveries).set({ attempts, error, takenUntil: null }).where(eq(deliveries.id, row.id))
    const job = { name: 'push' as const, payload: { delivery: row.id }, runAt }
    const outcome = { result: null, changes: [], jobs: [job] }
    await recordOutcome(tx, { kind: 'job', name: 'push' }, 'retryPush', { origin: 'job' }, outcome)
  })
}

/** Releases a message whose job was aborted, so that the next worker sends it. */
async function release({ id }: Row, reason: unknown): Promise<never> {
  await db.update(deliveries).set({ takenUntil: null }).where(eq(deliveries.id, id))
  throw reason
}

/** Deletes a message whose content no longer applies. */
async function deleteObsolete(id: string): Promise<void> {
  await db.delete(deliveries).where(eq(deliveries.id, id))
}
