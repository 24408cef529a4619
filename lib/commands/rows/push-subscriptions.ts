import { and, eq, ne, or, sql } from 'drizzle-orm'
import { v7 as uuidv7 } from 'uuid'
import { db, type Tx } from '@/db/client'
import { pushSubscriptions } from '@/db/schema/push'

/** Maximum number of devices of a user. A further one replaces the one that has received nothing for longest. */
const MAX_DEVICES = 20

type NewSubscription = Omit<typeof pushSubscriptions.$inferInsert, 'id' | 'createdAt' | 'lastSuccessAt'>

/**
 * Saves the subscription of a session's browser, in place of an earlier one. Deletes a subscription of another user of
 * the same browser: messages queued for that user must not reach this one. The caller has locked the user.
 */
export async function savePushSubscription(
  tx: Tx,
  { userId, sessionId, endpoint, p256dh, auth }: NewSubscription,
): Promise<{ id: string; isNew: boolean }> {
  const ofEndpoint = eq(pushSubscriptions.endpoint, endpoint)
  await tx.delete(pushSubscriptions).where(and(ofEndpoint, ne(pushSubscriptions.userId, userId)))
  await tx
    .delete(pushSubscriptions)
    .where(and(eq(pushSubscriptions.sessionId, sessionId), ne(pushSubscriptions.endpoint, endpoint)))
  const set = { sessionId, p256dh, auth }
  const [existing] = await tx
    .update(pushSubscriptions)
    .set(set)
    .where(ofEndpoint)
    .returning({ id: pushSubscriptions.id })
  if (existing) return { id: existing.id, isNew: false }
  await tx.execute(sql`
    delete from push_subscriptions where id in (
      select id from push_subscriptions where user_id = ${userId}
      order by coalesce(last_success_at, created_at) desc offset ${MAX_DEVICES - 1})`)
  const id = uuidv7()
  await tx.insert(pushSubscriptions).values({ id, userId, endpoint, ...set })
  return { id, isNew: true }
}

/**
 * Stores the new endpoint of a subscription of the user that the browser has replaced. If the former endpoint is
 * unknown, this is the subscription of the session, since a session belongs to one browser.
 * @returns whether the user has the subscription
 */
export async function replacePushEndpoint(
  tx: Tx,
  {
    userId,
    sessionId,
    endpoint,
    replacedEndpoint,
  }: { userId: string; sessionId: string; endpoint: string; replacedEndpoint: string | null },
): Promise<boolean> {
  const isFormer = replacedEndpoint
    ? eq(pushSubscriptions.endpoint, replacedEndpoint)
    : eq(pushSubscriptions.sessionId, sessionId)
  const owned = await tx
    .select({ id: pushSubscriptions.id, endpoint: pushSubscriptions.endpoint })
    .from(pushSubscriptions)
    .where(and(eq(pushSubscriptions.userId, userId), or(isFormer, eq(pushSubscriptions.endpoint, endpoint))))
  const [former] = owned
  if (!former) return false
  if (owned.every((subscription) => subscription.endpoint !== endpoint)) {
    await tx.delete(pushSubscriptions).where(eq(pushSubscriptions.endpoint, endpoint))
    await tx.update(pushSubscriptions).set({ endpoint }).where(eq(pushSubscriptions.id, former.id))
  }
  return true
}

/** Checks whether the browser of a session receives push messages. */
export async function hasPushSubscription(tx: Tx, sessionId: string): Promise<boolean> {
  const rows = await tx
    .select({ id: pushSubscriptions.id })
    .from(pushSubscriptions)
    .where(eq(pushSubscriptions.sessionId, sessionId))
  return rows.length > 0
}

/** Deletes a subscription that its push service does not know any more. */
export async function deletePushSubscription(id: string): Promise<void> {
  await db.delete(pushSubscriptions).where(eq(pushSubscriptions.id, id))
}

/** Records that the push service accepted a message. */
export async function markPushed(tx: Tx, id: string): Promise<void> {
  await tx.update(pushSubscriptions).set({ lastSuccessAt: sql`now()` }).where(eq(pushSubscriptions.id, id))
}
