import { eq } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { pushSubscriptions } from '@/db/schema/push'
import type { Actor } from '../actor'
import type { LoadedTarget } from '../verbs'

/** Loads a device of the actor that receives push messages. */
export async function loadPushSubscription(
  tx: Tx,
  actor: Actor,
  id: string,
): Promise<LoadedTarget<{ id: string; userId: string }, 'push-subscription'> | undefined> {
  if (actor.kind !== 'user') return undefined
  const [row] = await tx
    .select({ id: pushSubscriptions.id, userId: pushSubscriptions.userId })
    .from(pushSubscriptions)
    .where(eq(pushSubscriptions.id, id))
  return row && { row, isVisible: row.userId === actor.id, allows: () => true }
}
